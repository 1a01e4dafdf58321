package org.comity.sim;

import java.util.List;
import java.util.Optional;

/** A promise of the nodes was broken. The message holds the seed to replay it and the end of the story. */
public final class SimFailure extends AssertionError {

    private static final long serialVersionUID = 1L;
    private static final int LINES = 60;

    private final String what;

    SimFailure(long seed, String what, List<String> story, Optional<Throwable> cause) {
        super(message(seed, what, story.subList(Math.max(0, story.size() - LINES), story.size())));
        this.what = what;
        cause.ifPresent(this::initCause);
    }

    private static String message(long seed, String what, List<String> story) {
        return what + "\nWhat happened last to those concerned (seconds, who, what):\n" + String.join("\n", story)
                + "\nReplay with -Dseed=" + seed + ", or: ./comity sim --seed " + seed;
    }

    /** The broken promise alone, without the story. */
    public String what() {
        return what;
    }
}
