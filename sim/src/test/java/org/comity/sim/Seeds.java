package org.comity.sim;

import java.util.stream.LongStream;

/** The seeds of a world test: the first {@code -Dseeds=} ones, 20 if not given, or the one given with {@code -Dseed=}. */
final class Seeds {

    private static final int USUAL = 20;

    private Seeds() {}

    static LongStream all() {
        Long replay = Long.getLong("seed");
        return replay != null ? LongStream.of(replay) : LongStream.rangeClosed(1, Long.getLong("seeds", USUAL));
    }
}
