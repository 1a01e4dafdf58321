package org.comity.node.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * A time as it stands in a request: RFC 3339 with the letter Z, because an address at a local time names the wrong subscriber.
 *
 * @param instant to the millisecond, from 1970 to the end of 9999
 */
public record UtcTime(Instant instant) implements Comparable<UtcTime> {

    private static final Pattern SHAPE =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?Z");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

    public UtcTime {
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(END)) {
            throw new IllegalArgumentException("time " + instant + " is not between 1970 and 9999");
        }
        instant = instant.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Reads {@code 2026-03-01T09:30:00Z}, with up to three digits behind the second. */
    @JsonCreator
    public static UtcTime parse(String text) {
        if (SHAPE.matcher(text).matches()) {
            try {
                return new UtcTime(Instant.parse(text));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("time \"" + text + "\" does not exist in the calendar", e);
            }
        }
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
        throw new IllegalArgumentException("time \"" + shown + "\" is not in UTC, written like 2026-03-01T09:30:00Z");
    }

    public long ms() {
        return instant.toEpochMilli();
    }

    public boolean isAfter(UtcTime other) {
        return instant.isAfter(other.instant);
    }

    @Override
    public int compareTo(UtcTime other) {
        return instant.compareTo(other.instant);
    }

    @JsonValue
    @Override
    public String toString() {
        return instant.toString();
    }
}
