package org.comity.node.record;

import java.util.List;

/** The checks that several value types of this room share. Each names the value it refuses and what is legal. */
final class Check {
    private Check() {}

    static long atLeast(long minimum, String what, long value) {
        if (value < minimum) {
            throw new IllegalArgumentException(what + " is " + value + ", must be at least " + minimum);
        }
        return value;
    }

    /** Text of 1 to {@code max} characters without control characters. */
    static String text(String what, String value, int max) {
        if (value.isEmpty() || value.length() > max) {
            throw new IllegalArgumentException(what + " has " + value.length() + " characters, must have 1 to " + max);
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException(what + " has a control character at index " + i);
            }
        }
        return value;
    }

    /** Dotted words: each begins with a lower-case letter and goes on with letters, digits and hyphens. */
    static String words(String what, String value, int max) {
        boolean start = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            if (!(letter || (!start && (c == '.' || c == '-' || (c >= '0' && c <= '9'))))) {
                throw notWords(what, value, max);
            }
            start = c == '.';
        }
        if (start || value.length() > max) {
            throw notWords(what, value, max);
        }
        return value;
    }

    private static IllegalArgumentException notWords(String what, String value, int max) {
        return new IllegalArgumentException(what + " is '" + shortened(value)
                + "', must be dotted lower-case words such as preservation.request, 1 to " + max + " characters");
    }

    /** Lower-case letters, digits and hyphens. */
    static String label(String what, String value, int max) {
        boolean good = !value.isEmpty() && value.length() <= max;
        for (int i = 0; good && i < value.length(); i++) {
            char c = value.charAt(i);
            good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    what + " is '" + shortened(value) + "', must be 1 to " + max + " of a-z, 0-9 and hyphen");
        }
        return value;
    }

    /** A log origin: a key name of the C2SP signed-note format, so no white space and no plus sign. */
    static String origin(String value) {
        text("origin", value, 255);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                throw new IllegalArgumentException(
                        "origin is '" + shortened(value) + "', must have no white space and no plus sign");
            }
        }
        return value;
    }

    /** A media type without parameters beyond printable ASCII (RFC 6838 section 4.2). */
    static String mediaType(String value) {
        int slash = value.indexOf('/');
        boolean good = slash > 0 && slash < value.length() - 1 && value.length() <= 127;
        for (int i = 0; good && i < value.length(); i++) {
            good = value.charAt(i) >= ' ' && value.charAt(i) <= '~';
        }
        if (!good) {
            throw new IllegalArgumentException("media type is '" + shortened(value)
                    + "', must be type/subtype in printable ASCII, at most 127 characters");
        }
        return value;
    }

    static <T> List<T> atMost(int max, String what, List<T> values) {
        if (values.size() > max) {
            throw new IllegalArgumentException(what + " are " + values.size() + ", at most " + max + " are allowed");
        }
        return List.copyOf(values);
    }

    /** Keeps foreign text short in messages that end in logs. */
    static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "...";
    }
}
