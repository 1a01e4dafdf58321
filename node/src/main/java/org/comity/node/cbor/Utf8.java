package org.comity.node.cbor;

/**
 * Strict UTF-8 (RFC 3629, table 3-7 of the Unicode standard): no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * <p>The decoder of the JDK puts a replacement character where bytes are wrong, which would let two inputs carry one text.
 */
public final class Utf8 {
    private Utf8() {}

    /**
     * The position of the first byte that is not part of a well-formed character, or {@code to} when all of them are.
     *
     * @param from first byte
     * @param to   one past the last byte
     */
    public static int wellFormedUpTo(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int lead = bytes[at];
            if (lead >= 0) {
                at++;
                continue;
            }
            int length = sequenceLength(lead & 0xff);
            if (length == 0 || to - at < length || !continues(bytes, at, length)) {
                return at;
            }
            at += length;
        }
        return to;
    }

    private static int sequenceLength(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 2;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            return 3;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    }

    /** The second byte has a narrower range after four of the lead bytes; that is what keeps overlong forms out. */
    private static boolean continues(byte[] bytes, int at, int length) {
        int second = bytes[at + 1] & 0xff;
        int low = 0x80;
        int high = 0xbf;
        switch (bytes[at] & 0xff) {
            case 0xe0 -> low = 0xa0;
            case 0xed -> high = 0x9f;
            case 0xf0 -> low = 0x90;
            case 0xf4 -> high = 0x8f;
            default -> {}
        }
        if (second < low || second > high) {
            return false;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
