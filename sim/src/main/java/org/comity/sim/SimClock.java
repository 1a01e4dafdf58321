package org.comity.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Time in the world. It moves only when the agenda moves it, from one event to the next, and never back. */
public final class SimClock implements InstantSource {

    /** When every world begins. */
    public static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");

    private Instant now = BEGINNING;

    @Override
    public Instant instant() {
        return now;
    }

    /** A clock on a wall that is ahead of the world by so much at the moment it is read, or behind if negative. */
    public InstantSource ahead(Supplier<Duration> skew) {
        return () -> now.plus(skew.get());
    }

    void moveTo(Instant later) {
        if (later.isBefore(now)) {
            throw new IllegalArgumentException("time would run back from " + now + " to " + later);
        }
        now = later;
    }
}
