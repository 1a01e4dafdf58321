package org.comity.age;

import java.security.SecureRandom;

/**
 * Where file keys, nonces and ephemeral keys come from. The package has no other source: the same bytes here give the
 * same file, byte for byte.
 */
@FunctionalInterface
public interface Randomness {
    /**
     * Overwrites every byte of the array. Outside tests and simulations the bytes must be unpredictable and never come
     * twice: a repeated file key and nonce over two plaintexts reveals both.
     */
    void fill(byte[] target);

    /** The operating system's generator, through {@link SecureRandom}; safe for use by several threads. */
    static Randomness secure() {
        return new SecureRandom()::nextBytes;
    }

    /** A fresh array of the given length, at least 0. */
    default byte[] bytes(int length) {
        byte[] drawn = new byte[length];
        fill(drawn);
        return drawn;
    }
}
