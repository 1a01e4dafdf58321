package org.comity.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Names, key IDs and the text of verifier keys (C2SP signed-note, sections on format and verifier keys). */
final class NoteKeys {
    /** Longest name of a key we use; the ML-DSA-44 message has one byte for the length. */
    static final int MAX_KEY_NAME_BYTES = 255;

    /** Longest name on a signature line, which may belong to a key we do not know. */
    static final int MAX_LINE_NAME_BYTES = 1024;

    private static final char NEXT_LINE = '\u0085';

    private NoteKeys() {}

    static String requireName(String name, int maxBytes) {
        boolean forbidden = name.isEmpty()
                || name.codePoints()
                        .anyMatch(c -> c == '+'
                                || c < ' '
                                || c == NEXT_LINE
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c));
        if (forbidden) {
            throw LogException.malformed(
                    "a key name is not empty and holds neither white space nor '+': " + Wire.show(name));
        }
        int length = Wire.utf8Length(name, "key name");
        if (length > maxBytes) {
            throw LogException.limit("a key name has 1 to " + maxBytes + " bytes, not " + length);
        }
        return name;
    }

    /** First four bytes of SHA-256(name, LF, type, public key). */
    static int keyId(String name, int type, byte[] publicKey) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        rest.write('\n');
        rest.write(type);
        rest.writeBytes(publicKey);
        return ByteBuffer.wrap(Hash.sha256(rest.toByteArray()).bytes()).getInt();
    }

    static String hex(int keyId) {
        return HexFormat.of().toHexDigits(keyId);
    }

    static String vkey(String name, int keyId, int type, byte[] publicKey) {
        byte[] typed = ByteBuffer.allocate(1 + publicKey.length)
                .put((byte) type)
                .put(publicKey)
                .array();
        return name + "+" + hex(keyId) + "+" + Base64.getEncoder().encodeToString(typed);
    }

    static byte[] requireSeed(byte[] seed) {
        if (seed.length != 32) {
            throw LogException.malformed("a signing seed has 32 bytes, not " + seed.length);
        }
        return seed.clone();
    }

    static void requireTime(long posixSeconds) {
        if (posixSeconds < 0) {
            throw LogException.outOfRange("time " + posixSeconds + " is outside 0 to 2^63-1 seconds since 1970");
        }
    }
}
