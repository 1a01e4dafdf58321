package org.comity.age;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comity.age.AgeException.Fault;

/**
 * Opens a stream of any length, in one pass, in parallel and in constant memory.
 *
 * <p>Plaintext leaves in authenticated batches before the end of the file has been seen. What was written before an
 * exception is therefore a true beginning of the plaintext, but only a beginning: a caller that must have all or nothing
 * writes to a place it can discard.
 */
public final class AgeReader {
    private static final int FIRST_READ_BYTES = 4_096;

    private AgeReader() {}

    /**
     * Reads the age file to its end and writes its plaintext. Both channels must block; neither is closed here.
     *
     * @param identities tried in this order; the first that opens a stanza decides
     * @param observer sees both sides of the pass
     * @return the length of the plaintext in bytes
     * @throws AgeException if the file is not whole, not authentic, not for these identities, or outside the rules
     * @throws IOException if a channel fails or the thread is interrupted
     */
    public static long read(
            ReadableByteChannel file,
            List<? extends Identity> identities,
            OpenRules rules,
            WritableByteChannel plaintext,
            Workers workers,
            PassObserver observer)
            throws IOException {
        Beginning beginning = Beginning.read(file, rules);
        FileKey key = beginning.header.unlock(identities);
        observer.sealed(ByteBuffer.wrap(beginning.buffer, 0, beginning.payloadStart()));
        byte[] nonce = Arrays.copyOfRange(beginning.buffer, beginning.header.length(), beginning.payloadStart());
        PassObserver limiting = new LimitingObserver(observer, rules);
        return ChunkPipeline.opening(() -> new ChunkCipher(key.payloadKey(nonce)), workers, limiting)
                .run(beginning.rest(file), plaintext);
    }

    /** The header, the payload nonce and whatever came with them. */
    private static final class Beginning {
        private final Header header;
        private final byte[] buffer;
        private final int filled;

        private Beginning(Header header, byte[] buffer, int filled) {
            this.header = header;
            this.buffer = buffer;
            this.filled = filled;
        }

        static Beginning read(ReadableByteChannel file, OpenRules rules) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(FIRST_READ_BYTES);
            while (true) {
                boolean ended = !fill(file, buffer);
                Optional<Header> header = HeaderParser.parse(buffer.array(), buffer.position(), rules);
                int start = header.map(Header::length).orElse(0) + Format.PAYLOAD_NONCE_BYTES;
                if (header.isPresent() && buffer.position() >= start) {
                    return new Beginning(header.get(), buffer.array(), buffer.position());
                }
                if (ended) {
                    throw new AgeException(
                            Fault.TRUNCATED,
                            "the file ends inside its header or payload nonce, after " + buffer.position() + " bytes");
                }
                buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
            }
        }

        int payloadStart() {
            return header.length() + Format.PAYLOAD_NONCE_BYTES;
        }

        /** The payload: first what is in the buffer, then what follows in the channel. */
        ReadableByteChannel rest(ReadableByteChannel file) {
            ByteBuffer first = ByteBuffer.wrap(buffer, payloadStart(), filled - payloadStart());
            return new ReadableByteChannel() {
                @Override
                public int read(ByteBuffer target) throws IOException {
                    if (!first.hasRemaining()) {
                        return file.read(target);
                    }
                    int length = Math.min(first.remaining(), target.remaining());
                    target.put(first.slice(first.position(), length));
                    first.position(first.position() + length);
                    return length;
                }

                @Override
                public boolean isOpen() {
                    return file.isOpen();
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }

        /** False at the end of the channel. */
        private static boolean fill(ReadableByteChannel file, ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                if (file.read(buffer) < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Stops the pass before more plaintext leaves than the rules allow. */
    private static final class LimitingObserver implements PassObserver {
        private final PassObserver next;
        private final OpenRules rules;
        private long plaintextBytes;

        LimitingObserver(PassObserver next, OpenRules rules) {
            this.next = next;
            this.rules = rules;
        }

        @Override
        public void plaintext(ByteBuffer bytes) {
            plaintextBytes += bytes.remaining();
            rules.requirePlaintext(plaintextBytes);
            next.plaintext(bytes);
        }

        @Override
        public void sealed(ByteBuffer bytes) {
            next.sealed(bytes);
        }
    }
}
