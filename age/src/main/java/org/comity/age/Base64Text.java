package org.comity.age;

import java.util.Base64;
import org.comity.age.AgeException.Fault;

/** Base64 of RFC 4648 section 4 without padding, in its one canonical form: what age headers are written in. */
final class Base64Text {
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private Base64Text() {}

    static String encode(byte[] data) {
        return ENCODER.encodeToString(data);
    }

    /**
     * Refuses padding, foreign characters, impossible lengths and set bits after the last byte. The decoder of the JDK
     * lets the first and the last pass, so the result is encoded again and compared.
     *
     * @param what named in the message
     * @throws AgeException {@link Fault#HEADER_MALFORMED}
     */
    static byte[] decode(String text, String what) {
        byte[] data;
        try {
            data = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new AgeException(Fault.HEADER_MALFORMED, what + " is not base64", e);
        }
        if (!encode(data).equals(text)) {
            throw new AgeException(Fault.HEADER_MALFORMED, what + " is not canonical unpadded base64");
        }
        return data;
    }
}
