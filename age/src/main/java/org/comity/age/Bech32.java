package org.comity.age;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import org.comity.age.AgeException.Fault;

/**
 * Bech32 as age uses it: the checksum, alphabet and case rule of BIP 173 without its limit of 90 characters, because a
 * post-quantum recipient has 1,959. The checksum finds typing errors; it is not a security measure.
 *
 * <p>The data part holds five bits a character. The checksum is the remainder of a polynomial over GF(32), kept in 30
 * bits and fed with the prefix (high bits, a zero, low bits) and then the data.
 */
final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_CHARS = 6;
    private static final int MAX_CHARS = 4_096;

    private Bech32() {}

    /** Lower-case text for lower-case {@code prefix}. */
    static String encode(String prefix, byte[] data) {
        byte[] groups = toGroups(data);
        int remainder = checksum(prefix, groups) ^ 1;
        StringBuilder text = new StringBuilder(prefix.length() + 1 + groups.length + CHECKSUM_CHARS);
        text.append(prefix).append('1');
        for (byte group : groups) {
            text.append(ALPHABET.charAt(group));
        }
        for (int i = CHECKSUM_CHARS - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt((remainder >>> (5 * i)) & 31));
        }
        return text.toString();
    }

    /**
     * The bytes behind lower-case text. No message repeats the text, which may be secret.
     *
     * @param prefix the human-readable part that the text must have
     * @throws AgeException {@link Fault#KEY_MALFORMED}
     */
    static byte[] decode(String prefix, String text) {
        if (text.length() > MAX_CHARS) {
            throw malformed("a key of " + text.length() + " characters, at most " + MAX_CHARS + " are read");
        }
        if (!text.toLowerCase(Locale.ROOT).equals(text)) {
            throw malformed("a key in mixed or wrong case");
        }
        int separator = text.lastIndexOf('1');
        if (separator < 1 || !text.substring(0, separator).equals(prefix)) {
            throw malformed("a key that does not start with " + prefix + "1");
        }
        int dataChars = text.length() - separator - 1 - CHECKSUM_CHARS;
        if (dataChars < 0) {
            throw malformed("a key too short for its checksum");
        }
        byte[] groups = new byte[dataChars + CHECKSUM_CHARS];
        for (int i = 0; i < groups.length; i++) {
            int value = ALPHABET.indexOf(text.charAt(separator + 1 + i));
            if (value < 0) {
                throw malformed("a key with a character outside the Bech32 alphabet at " + (separator + 1 + i));
            }
            groups[i] = (byte) value;
        }
        int remainder = 1;
        remainder = feedPrefix(remainder, prefix);
        remainder = feed(remainder, groups);
        if (remainder != 1) {
            throw malformed("a key with a wrong checksum: mistyped or cut");
        }
        return toBytes(Arrays.copyOf(groups, dataChars));
    }

    private static int checksum(String prefix, byte[] groups) {
        int remainder = feed(feedPrefix(1, prefix), groups);
        return feed(remainder, new byte[CHECKSUM_CHARS]);
    }

    private static int feedPrefix(int start, String prefix) {
        int remainder = start;
        for (int i = 0; i < prefix.length(); i++) {
            remainder = step(remainder, prefix.charAt(i) >>> 5);
        }
        remainder = step(remainder, 0);
        for (int i = 0; i < prefix.length(); i++) {
            remainder = step(remainder, prefix.charAt(i) & 31);
        }
        return remainder;
    }

    private static int feed(int start, byte[] groups) {
        int remainder = start;
        for (byte group : groups) {
            remainder = step(remainder, group);
        }
        return remainder;
    }

    private static int step(int remainder, int value) {
        int top = remainder >>> 25;
        int next = ((remainder & 0x1ffffff) << 5) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((top >>> i) & 1) == 1) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }

    private static byte[] toGroups(byte[] data) {
        byte[] groups = new byte[(data.length * 8 + 4) / 5];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (byte b : data) {
            held = ((held << 8) | (b & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                groups[at++] = (byte) ((held >>> bits) & 31);
            }
        }
        if (bits > 0) {
            groups[at] = (byte) ((held << (5 - bits)) & 31);
        }
        return groups;
    }

    private static byte[] toBytes(byte[] groups) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(groups.length);
        int held = 0;
        int bits = 0;
        for (byte group : groups) {
            held = ((held << 5) | group) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >>> bits);
            }
        }
        if (bits >= 5 || (held & ((1 << bits) - 1)) != 0) {
            throw malformed("a key with stray bits at its end");
        }
        return bytes.toByteArray();
    }

    private static AgeException malformed(String what) {
        return new AgeException(Fault.KEY_MALFORMED, "refused " + what);
    }
}
