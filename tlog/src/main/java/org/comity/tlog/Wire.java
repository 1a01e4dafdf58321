package org.comity.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The primitive spellings shared by all text formats here, each with exactly one accepted form.
 *
 * <p>Strictness is what makes parsed values safe to print again: if a number or a hash had two spellings, the bytes that
 * were signed and the bytes rebuilt from the parsed value could differ.
 */
final class Wire {
    private static final int MAX_DECIMAL_DIGITS = 19;

    private Wire() {}

    /** Decodes UTF-8, refusing malformed sequences instead of replacing them. */
    static String utf8(byte[] bytes, int maxBytes, String what) {
        if (bytes.length > maxBytes) {
            throw LogException.limit(what + " has " + bytes.length + " bytes, at most " + maxBytes + " are accepted");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LogException(LogException.Fault.MALFORMED, what + " is not UTF-8", e);
        }
    }

    /** Number of bytes of a string in UTF-8; an unpaired surrogate has no encoding and is refused. */
    static int utf8Length(String text, String what) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw LogException.malformed(what + " holds an unpaired surrogate");
        }
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Parses a decimal of 0 to 2^63-1 without sign or leading zeros. */
    static long decimal(String text, String what) {
        int length = text.length();
        boolean leadingZero = length > 1 && text.charAt(0) == '0';
        if (length == 0 || length > MAX_DECIMAL_DIGITS || leadingZero) {
            throw LogException.malformed(
                    what + " is not a decimal of 0 to 2^63-1 without leading zeros: " + show(text));
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                throw LogException.malformed(
                        what + " is not a decimal of 0 to 2^63-1 without leading zeros: " + show(text));
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Decodes padded standard base64 (RFC 4648 section 4) in its one canonical spelling. */
    static byte[] base64(String text, String what) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The JDK decoder forgives missing padding and stray low bits; the round trip does not.
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new LogException(LogException.Fault.MALFORMED, what + " is not base64: " + show(text), e);
        }
        throw LogException.malformed(what + " is not canonical padded base64: " + show(text));
    }

    static Hash hash(String text, String what) {
        byte[] bytes = base64(text, what);
        if (bytes.length != Hash.BYTES) {
            throw LogException.malformed(what + " has " + bytes.length + " bytes, a SHA-256 hash has 32");
        }
        return Hash.of(bytes);
    }

    /** Shortens foreign text for a message, so that an error never carries a megabyte of somebody else's bytes. */
    static String show(String text) {
        return text.length() <= 80
                ? "\"" + text + "\""
                : "\"" + text.substring(0, 80) + "...\" (" + text.length() + ")";
    }
}
