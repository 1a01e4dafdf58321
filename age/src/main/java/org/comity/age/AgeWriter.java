package org.comity.age;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Seals a stream of any length into an age file, in one pass, in parallel and in constant memory. */
public final class AgeWriter {
    private AgeWriter() {}

    /**
     * Reads the plaintext to its end and writes the whole age file. Both channels must block and stay open; neither is
     * closed or flushed to disk here. Streams become channels by {@link java.nio.channels.Channels}. Equal to {@link Sealing#seal} over the same bytes.
     *
     * @param sealing fresh, unless the plaintext is the very one it served before (see the danger at {@link Sealing})
     * @param observer sees both sides of the pass
     * @return the length of the plaintext in bytes; that of the file follows by {@link Sealing#sealedLength}
     * @throws IOException if a channel fails or the thread is interrupted; part of the file may then be written
     */
    public static long write(
            Sealing sealing,
            ReadableByteChannel plaintext,
            WritableByteChannel file,
            Workers workers,
            PassObserver observer)
            throws IOException {
        CountingObserver counter = new CountingObserver(observer);
        byte[] preamble = sealing.preamble();
        counter.sealed(ByteBuffer.wrap(preamble));
        ChunkPipeline.writeAll(file, ByteBuffer.wrap(preamble));
        ChunkPipeline.sealing(sealing::cipher, workers, counter).run(plaintext, file);
        return counter.plaintextBytes;
    }

    /** Passes everything on and counts the plaintext. */
    private static final class CountingObserver implements PassObserver {
        private final PassObserver next;
        private long plaintextBytes;

        CountingObserver(PassObserver next) {
            this.next = next;
        }

        @Override
        public void plaintext(ByteBuffer bytes) {
            plaintextBytes += bytes.remaining();
            next.plaintext(bytes);
        }

        @Override
        public void sealed(ByteBuffer bytes) {
            next.sealed(bytes);
        }
    }
}
