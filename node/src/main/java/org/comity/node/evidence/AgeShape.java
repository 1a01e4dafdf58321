package org.comity.node.evidence;

/** Lengths in an age v1 file (C2SP age, section "Payload"): header, 16-byte nonce, chunks of 64 KiB with a 16-byte tag each. */
final class AgeShape {
    /** No header with a post-quantum stanza is shorter; it holds a share of 1,120 bytes in base64. */
    static final int SHORTEST_HEADER = 1_000;

    static final int LONGEST_HEADER = 65_536;

    private static final int NONCE = 16;
    private static final int TAG = 16;
    private static final int CHUNK = 65_536;

    private AgeShape() {}

    /** Bytes after the header for a plaintext of this length; saturates instead of overflowing. */
    static long payloadLength(long plaintextLength) {
        if (plaintextLength < 0 || plaintextLength > PieceList.MAX_FILE_BYTES) {
            return PieceList.MAX_FILE_BYTES + 1;
        }
        return NONCE + plaintextLength + Math.max(1, Math.ceilDiv(plaintextLength, CHUNK)) * TAG;
    }
}
