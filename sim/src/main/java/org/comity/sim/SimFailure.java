package org.comity.sim;

import java.util.List;
import java.util.Optional;

/** A promise of the nodes was broken. The message holds the seed to replay it and the end of the story. */
public final class SimFailure extends AssertionError {

    private static final long serialVersionUID = 1L;
    private static final int LINES = 60;

    SimFailure(long seed, String what, Trace trace, Optional<Throwable> cause) {
        super(message(seed, what, trace.newest(LINES)));
        cause.ifPresent(this::initCause);
    }

    private static String message(long seed, String what, List<String> story) {
        return what + "\nReplay with -Dseed=" + seed + ". What happened last (seconds, who, what):\n"
                + String.join("\n", story);
    }
}
