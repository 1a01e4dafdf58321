package org.comity.node.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import org.comity.tlog.Hash;

/**
 * What one pass over a file finds out.
 *
 * @param size in bytes
 * @param crc32 as ZIP has it
 */
record Measured(long size, int crc32, Hash sha256) {

    /** Takes each piece of a file as it passes by. */
    @FunctionalInterface
    interface Passing {
        void take(ByteBuffer bytes) throws IOException;
    }

    private static final int BUFFER_BYTES = 1 << 16;

    static Measured of(ByteSource source) throws IOException {
        try (ReadableByteChannel in = source.open()) {
            return of(in, bytes -> {});
        }
    }

    /** Reads to the end and shows every piece to {@code passing}. */
    static Measured of(ReadableByteChannel in, Passing passing) throws IOException {
        MessageDigest sha256 = digest();
        CRC32 crc = new CRC32();
        long size = 0;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (in.read(buffer) >= 0) {
            buffer.flip();
            size += buffer.remaining();
            sha256.update(buffer.duplicate());
            crc.update(buffer.duplicate());
            passing.take(buffer);
            buffer.clear();
        }
        return new Measured(size, (int) crc.getValue(), Hash.of(sha256.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
