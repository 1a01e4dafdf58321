package org.comity.age;

import java.nio.ByteBuffer;

/**
 * Sees every byte of one pass over a file, in order, in the calling thread: to hash plaintext and age file at once, or
 * to show progress. A buffer is only valid during the call, and its content must not be changed. An exception thrown
 * here ends the pass.
 */
public interface PassObserver {
    /** The next bytes of plaintext; when reading, only bytes that are authentic. */
    void plaintext(ByteBuffer bytes);

    /** The next bytes of the age file, header and nonce included; when reading, before they are checked. */
    void sealed(ByteBuffer bytes);

    /** Sees nothing. */
    PassObserver NONE = new PassObserver() {
        @Override
        public void plaintext(ByteBuffer bytes) {}

        @Override
        public void sealed(ByteBuffer bytes) {}
    };
}
