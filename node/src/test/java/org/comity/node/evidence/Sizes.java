package org.comity.node.evidence;

import java.util.Random;

/** Bytes to try things on; the same for the same seed, which a failure shows and {@code -Dseed=} replays. */
final class Sizes {
    /** Lengths around every boundary of the formats: none, one, an age chunk, a piece, several. */
    static final int[] INTERESTING = {0, 1, 65_535, 65_536, 65_537, 1_048_575, 1_048_576, 1_048_577, 3_670_016};

    static final long SEED = Long.getLong("seed", 20_261_122L);

    private Sizes() {}

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random(length).nextBytes(bytes);
        return bytes;
    }

    static Random random(long salt) {
        return new Random(SEED * 31 + salt);
    }

    static String shown() {
        return "seed " + SEED + ", replay with -Dseed=" + SEED;
    }
}
