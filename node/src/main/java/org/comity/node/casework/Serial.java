package org.comity.node.casework;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shape that local names share: a letter, the year, a number within the year; and their order as one integer. */
final class Serial {

    private static final long PER_YEAR = 1_000_000_000L;
    private static final Pattern SHAPE = Pattern.compile("([A-Z])-([0-9]{4})-([0-9]{6,9})");

    private Serial() {}

    static void check(String what, int year, int number) {
        if (year < 1970 || year > 9999) {
            throw new IllegalArgumentException(what + " has the year " + year + ", legal are 1970 to 9999");
        }
        if (number < 1 || number >= PER_YEAR) {
            throw new IllegalArgumentException(what + " has the number " + number + ", legal are 1 to 999999999");
        }
    }

    static String print(char letter, int year, int number) {
        return String.format(Locale.ROOT, "%c-%04d-%06d", letter, year, number);
    }

    /** The ordinal of a printed name; a number with more zeros than needed is refused, so that one name has one spelling. */
    static long parse(char letter, String text) {
        Matcher shape = SHAPE.matcher(text);
        if (shape.matches() && shape.group(1).charAt(0) == letter) {
            int year = Integer.parseInt(shape.group(2));
            int number = Integer.parseInt(shape.group(3));
            if (number > 0 && year >= 1970 && print(letter, year, number).equals(text)) {
                return ordinal(year, number);
            }
        }
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
        throw new IllegalArgumentException(
                "\"" + shown + "\" is not a name such as " + print(letter, 2026, 123) + ": letter, year, number");
    }

    static long ordinal(int year, int number) {
        return year * PER_YEAR + number;
    }

    static int year(long ordinal) {
        return Math.toIntExact(ordinal / PER_YEAR);
    }

    static int number(long ordinal) {
        return Math.toIntExact(ordinal % PER_YEAR);
    }
}
