package org.comity.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, sizes and hashes as people read them. */
public final class Shown {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int HASH_DIGITS = 12;

    private Shown() {}

    /** To the second, in UTC: {@code 2026-03-01 09:30:00Z}. */
    public static String time(Instant at) {
        return TIME.format(at);
    }

    /** To the minute, in UTC, for tables. */
    public static String minute(Instant at) {
        return MINUTE.format(at);
    }

    /** The first twelve digits of a hash and an ellipsis; {@code --json} has all of it. */
    public static String hash(String hex) {
        return hex.length() <= HASH_DIGITS ? hex : hex.substring(0, HASH_DIGITS) + "\u2026";
    }

    /** A number of bytes with a unit in powers of 1,024. */
    public static String bytes(long count) {
        if (count < 1024) {
            return count + " B";
        }
        double value = count;
        int unit = -1;
        String units = "KMGTP";
        while (value >= 1023.95 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", value, units.charAt(unit));
    }

    /** A span in milliseconds below ten seconds, in seconds and minutes above. */
    public static String span(Duration span) {
        long ms = span.toMillis();
        if (ms < 10_000) {
            return ms + " ms";
        }
        return ms < 120_000
                ? String.format(Locale.ROOT, "%.1f s", ms / 1000.0)
                : span.toMinutes() + " min " + span.toSecondsPart() + " s";
    }
}
