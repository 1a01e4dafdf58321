package org.comity.age;

import java.util.Arrays;
import java.util.List;
import org.comity.age.AgeException.Fault;

/** Seals and opens files that fit in memory. For longer ones see {@link AgeWriter} and {@link AgeReader}. */
public final class Age {
    private Age() {}

    /**
     * A new age file.
     *
     * @param recipients 1 to 32, all classical or all post-quantum
     * @param plaintext 0 bytes or more; read, not kept
     * @param randomness gives the file key, then what each recipient needs, then the payload nonce
     * @throws AgeException {@link Fault#MIXED_RECIPIENTS} or {@link Fault#ZERO_SHARED_SECRET}
     */
    public static byte[] seal(List<? extends Recipient> recipients, byte[] plaintext, Randomness randomness) {
        return Sealing.create(recipients, randomness).seal(plaintext);
    }

    /** {@link #open(byte[], List, OpenRules)} with {@link OpenRules#DEFAULT}. */
    public static byte[] open(byte[] file, List<? extends Identity> identities) {
        return open(file, identities, OpenRules.DEFAULT);
    }

    /**
     * The whole plaintext, or nothing.
     *
     * @param identities tried in this order; the first that opens a stanza decides
     * @throws AgeException with the fault found first: header, identity, MAC, plaintext length, then chunk by chunk
     */
    public static byte[] open(byte[] file, List<? extends Identity> identities, OpenRules rules) {
        Header header = Header.peek(file, rules);
        FileKey key = header.unlock(identities);
        int start = header.length() + Format.PAYLOAD_NONCE_BYTES;
        int payload = file.length - start;
        if (payload < 0) {
            throw new AgeException(Fault.TRUNCATED, "the file ends inside the payload nonce");
        }
        int chunks = Math.max(1, Math.ceilDiv(payload, Format.SEALED_CHUNK_BYTES));
        byte[] plaintext = new byte[plaintextLength(payload, chunks, rules)];
        ChunkCipher cipher = new ChunkCipher(key.payloadKey(Arrays.copyOfRange(file, header.length(), start)));
        int written = 0;
        for (int i = 0; i < chunks; i++) {
            int at = start + i * Format.SEALED_CHUNK_BYTES;
            int length = Math.min(Format.SEALED_CHUNK_BYTES, file.length - at);
            written += cipher.open(i, i == chunks - 1, file, at, length, plaintext, written);
        }
        return plaintext;
    }

    /** Every chunk but the last is full; a last one too short for its tag is refused when it is opened. */
    private static int plaintextLength(int payload, int chunks, OpenRules rules) {
        int last = payload - (chunks - 1) * Format.SEALED_CHUNK_BYTES;
        int length = (chunks - 1) * Format.CHUNK_BYTES + Math.max(0, last - Format.TAG_BYTES);
        rules.requirePlaintext(length);
        return length;
    }
}
