package org.comity.node.casework;

/**
 * What people write in their own words, and what it may contain.
 *
 * <p>Control characters are refused: they have no meaning in a request and can deceive a terminal or a log. Characters that steer the
 * direction of writing (Unicode Standard Annex 9) are legal, since Arabic and Hebrew need them next to Latin names; but they
 * can also make a text look different from what it says, so {@link #steersDirection} lets a reader be told of them.
 */
final class FreeText {

    private static final int MAX_LINE = 500;
    private static final int MAX_PARAGRAPHS = 20_000;

    private FreeText() {}

    /** One line, 1 to 500 characters, not blank, without control characters. */
    static String line(String what, String text) {
        return line(what, text, MAX_LINE);
    }

    static String line(String what, String text, int max) {
        return check(what, text, max, false);
    }

    /** Paragraphs, 1 to 20,000 characters, not blank; of the control characters only the line feed. */
    static String paragraphs(String what, String text) {
        return check(what, text, MAX_PARAGRAPHS, true);
    }

    private static String check(String what, String text, int max, boolean lineFeeds) {
        if (text.isBlank() || text.length() > max) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, legal are 1 to " + max + ", not all blank");
        }
        text.codePoints().forEach(point -> {
            boolean control = Character.isISOControl(point) && !(lineFeeds && point == '\n');
            boolean noCharacter = (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
            boolean loneSurrogate = point >= 0xD800 && point <= 0xDFFF;
            if (control || noCharacter || loneSurrogate || point == 0x2028 || point == 0x2029) {
                throw new IllegalArgumentException(what + " contains the character U+"
                        + String.format(java.util.Locale.ROOT, "%04X", point)
                        + ", which cannot be shown; remove it");
            }
        });
        return text;
    }

    /** Whether the text holds a character that steers the direction of writing. */
    static boolean steersDirection(String text) {
        return text.codePoints()
                .anyMatch(point -> point == 0x061C
                        || point == 0x200E
                        || point == 0x200F
                        || (point >= 0x202A && point <= 0x202E)
                        || (point >= 0x2066 && point <= 0x2069));
    }
}
