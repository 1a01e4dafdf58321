package org.comity.node.bundle;

import java.util.Locale;

/**
 * Text from elsewhere, made safe to stand in a page or on a terminal.
 *
 * <p>Foreign text could close an element, turn the direction of what follows, or hide characters; so it is escaped, every invisible
 * or steering character becomes its visible number, and in HTML it stands in an element of its own direction ({@code bdi}).
 */
final class HtmlText {

    private static final int SHOWN_CHARACTERS = 200;

    private HtmlText() {}

    /** For HTML content: escaped, and isolated from the direction around it. */
    static String foreign(String text) {
        return "<bdi>" + escape(text) + "</bdi>";
    }

    /** For HTML content and quoted attributes. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        visible(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** On one line, in quotation marks, shortened: for messages that end on a terminal. */
    static String shown(String text) {
        int end = text.offsetByCodePoints(0, Math.min(SHOWN_CHARACTERS, text.codePointCount(0, text.length())));
        String mark = end < text.length() ? "..." : "";
        return "\"" + visible(text.substring(0, end)).replace("\n", "[U+000A]") + mark + "\"";
    }

    /** Invisible and steering characters as numbers; line feeds stay. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            if (surrogate || (c != '\n' && isInvisible(c))) {
                out.append(String.format(Locale.ROOT, "[U+%04X]", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Controls, separators of lines, and what steers the direction of writing (Unicode Standard Annex 9, section 2). */
    static boolean isInvisible(int c) {
        return Character.isISOControl(c)
                || (c >= 0x200b && c <= 0x200f && c != 0x200c && c != 0x200d)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0x061c
                || c == 0xfeff
                || (c >= 0xfff9 && c <= 0xfffb)
                || (c >= 0xe0000 && c <= 0xe007f);
    }
}
