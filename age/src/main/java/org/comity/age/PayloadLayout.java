package org.comity.age;

import org.comity.age.AgeException.Fault;

/**
 * Where things lie in one file: header, 16-byte nonce, then chunk {@code i} at {@code start + i * 65,552}.
 *
 * @param headerLength bytes, at least 1
 * @param plaintextLength bytes, 0 or more, at most {@link #MAX_PLAINTEXT_BYTES}
 */
record PayloadLayout(int headerLength, long plaintextLength) {
    /** Keeps every offset within a {@code long}; nothing on earth is that long. */
    static final long MAX_PLAINTEXT_BYTES = Long.MAX_VALUE / 2;

    PayloadLayout {
        if (headerLength < 1) {
            throw new IllegalArgumentException("headerLength is " + headerLength + ", legal is 1 or more");
        }
        if (plaintextLength < 0 || plaintextLength > MAX_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException(
                    "plaintextLength is " + plaintextLength + ", legal is 0.." + MAX_PLAINTEXT_BYTES);
        }
    }

    /**
     * From the length of a whole file; sound only once the last chunk has been opened as the last.
     *
     * @throws AgeException {@link Fault#TRUNCATED} or {@link Fault#CHUNK_CORRUPT} for a length no file has
     */
    static PayloadLayout ofSealed(int headerLength, long fileLength) {
        long payload = fileLength - headerLength - Format.PAYLOAD_NONCE_BYTES;
        if (payload < Format.TAG_BYTES) {
            throw new AgeException(
                    Fault.TRUNCATED, "a file of " + fileLength + " bytes ends before its first chunk does");
        }
        long chunks = Math.ceilDiv(payload, Format.SEALED_CHUNK_BYTES);
        long lastLength = payload - (chunks - 1) * Format.SEALED_CHUNK_BYTES;
        if (lastLength < Format.TAG_BYTES) {
            throw new AgeException(
                    Fault.TRUNCATED, "the file ends inside chunk " + (chunks - 1) + ", after " + lastLength + " bytes");
        }
        if (lastLength == Format.TAG_BYTES && chunks > 1) {
            throw new AgeException(
                    Fault.CHUNK_CORRUPT,
                    "chunk " + (chunks - 1) + " is empty, which only the sole chunk of a file may be");
        }
        return new PayloadLayout(headerLength, payload - chunks * Format.TAG_BYTES);
    }

    /** Offset of the first chunk. */
    long start() {
        return (long) headerLength + Format.PAYLOAD_NONCE_BYTES;
    }

    /** At least 1: an empty plaintext has one empty chunk. */
    long chunks() {
        return Math.max(1, Math.ceilDiv(plaintextLength, Format.CHUNK_BYTES));
    }

    long sealedLength() {
        return start() + plaintextLength + chunks() * Format.TAG_BYTES;
    }

    /** Plaintext bytes in a chunk. */
    int chunkLength(long index) {
        return (int) Math.min(Format.CHUNK_BYTES, plaintextLength - index * Format.CHUNK_BYTES);
    }

    /** Offset of a sealed chunk in the file. */
    long sealedOffset(long index) {
        return start() + index * Format.SEALED_CHUNK_BYTES;
    }

    boolean isLast(long index) {
        return index == chunks() - 1;
    }
}
