package org.comity.cli.terminal;

/**
 * Text written by somebody else, made fit for a terminal.
 *
 * <p>A terminal obeys control characters, and a reader is misled by those that turn the direction of writing (UAX #9) or have no
 * width. So each control, format, private and unassigned character is shown by its number, and widths are counted in columns as
 * terminals do: two for East Asian wide characters, none for combining marks.
 */
public final class ForeignText {

    private ForeignText() {}

    /** The text on one line with nothing hidden in it. */
    public static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(out, c == '\n' || c == '\t' ? ' ' : c));
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> out.append(String.format("\\u{%X}", c));
            default -> out.appendCodePoint(c);
        }
    }

    /** Columns that the text takes on a terminal; colours must not be in it. */
    public static int width(String text) {
        return text.codePoints().map(ForeignText::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
        return wide ? 2 : 1;
    }

    /** The text cut to at most so many columns, with an ellipsis where something was cut. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            if (used + width(c) > columns - 1) {
                break;
            }
            out.appendCodePoint(c);
            used += width(c);
        }
        return out.append('\u2026').toString();
    }
}
