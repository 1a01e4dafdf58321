package org.comity.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks again and again until something is so, for what a node does in its own time. */
public final class Patience {

    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(250);

    private final InstantSource clock;
    private final Duration limit;

    public Patience(InstantSource clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** What the question gave first; empty when it gave nothing until the time was up. */
    public <T> Optional<T> await(Supplier<Optional<T>> question) {
        Instant end = clock.instant().plus(limit);
        Duration pause = FIRST;
        while (true) {
            Optional<T> found = question.get();
            if (found.isPresent()
                    || !clock.instant().isBefore(end)
                    || Thread.currentThread().isInterrupted()) {
                return found;
            }
            LockSupport.parkNanos(pause.toNanos());
            Duration longer = pause.plus(pause.dividedBy(2));
            pause = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        }
    }
}
