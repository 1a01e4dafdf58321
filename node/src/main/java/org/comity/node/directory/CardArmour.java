package org.comity.node.directory;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A card as text for mail: a line that begins it, base64 (RFC 4648, section 4) in lines of 64 columns, a line that ends it. One
 * form only; what mail programs do to line ends, and empty lines after the last, are forgiven.
 */
final class CardArmour {

    private static final String BEGIN = "-----BEGIN COMITY CARD-----\n";
    private static final String END = "-----END COMITY CARD-----\n";
    private static final int COLUMNS = 64;
    private static final int MAX_CHARACTERS = 1_500_000;

    private CardArmour() {}

    static String encode(byte[] card) {
        byte[] lf = {'\n'};
        String base64 = Base64.getMimeEncoder(COLUMNS, lf).encodeToString(card);
        return BEGIN + base64 + "\n" + END;
    }

    static byte[] decode(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw malformed("it has " + text.length() + " characters, legal are at most " + MAX_CHARACTERS);
        }
        String plain = text.replace("\r\n", "\n");
        int end = plain.length();
        while (end > 0 && plain.charAt(end - 1) == '\n') {
            end--;
        }
        plain = plain.substring(0, end) + "\n";
        if (!plain.startsWith(BEGIN)
                || !plain.endsWith("\n" + END)
                || plain.length() <= BEGIN.length() + END.length()) {
            throw malformed("it must begin with the line " + BEGIN.strip() + " and end with " + END.strip());
        }
        String body = plain.substring(BEGIN.length(), plain.length() - END.length() - 1);
        byte[] card;
        try {
            card = Base64.getDecoder().decode(body.replace("\n", "").getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CardRefused(CardRefused.Code.MALFORMED, "the text between the marks is not base64", e);
        }
        if (!encode(card).equals(plain)) {
            throw malformed("the lines between the marks are not of 64 columns, or not in the one form of base64");
        }
        return card;
    }

    private static CardRefused malformed(String why) {
        return new CardRefused(CardRefused.Code.MALFORMED, "this is not a card: " + why);
    }
}
