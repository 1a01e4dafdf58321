package org.comity.node.directory;

import java.util.regex.Pattern;

/**
 * Text that a card brings and a screen will show. Control characters and the marks that turn the reading direction are refused:
 * with them a name can be made to look like another.
 */
final class PlainText {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}");

    private PlainText() {}

    static void require(String text, int max, String what) {
        if (text.isBlank() || text.length() > max) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, legal are 1 to " + max + ", not all blank");
        }
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || isDirectionMark(c)) {
                throw new IllegalArgumentException(what + " holds the control character U+" + String.format("%04X", c)
                        + "; legal is visible text on one line");
            }
        });
    }

    /** A language tag (BCP 47), such as {@code vi} or {@code zh-Hant}. */
    static void requireLanguage(String tag) {
        if (!LANGUAGE.matcher(tag).matches()) {
            throw new IllegalArgumentException("language \"" + tag + "\" is not a tag such as vi or zh-Hant");
        }
    }

    private static boolean isDirectionMark(int c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
    }
}
