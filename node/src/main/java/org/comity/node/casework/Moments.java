package org.comity.node.casework;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * When what happened to a request; immutable.
 *
 * @param times at least {@link Moment#OPENED}
 */
public record Moments(Map<Moment, Instant> times) {

    public Moments {
        times = Map.copyOf(times);
        if (!times.containsKey(Moment.OPENED)) {
            throw new IllegalArgumentException("moments " + times + " lack the opening");
        }
    }

    static Moments opened(Instant at) {
        return new Moments(Map.of(Moment.OPENED, at));
    }

    public Instant opened() {
        return at(Moment.OPENED).orElseThrow();
    }

    public Optional<Instant> at(Moment moment) {
        return Optional.ofNullable(times.get(moment));
    }

    Moments with(Moment moment, Instant at) {
        Map<Moment, Instant> copy = new EnumMap<>(times);
        copy.put(moment, at);
        return new Moments(copy);
    }

    /** Keeps what is known already. */
    Moments withFirst(Moment moment, Instant at) {
        return times.containsKey(moment) ? this : with(moment, at);
    }

    Moments without(Moment moment) {
        Map<Moment, Instant> copy = new EnumMap<>(times);
        copy.remove(moment);
        return new Moments(copy);
    }
}
