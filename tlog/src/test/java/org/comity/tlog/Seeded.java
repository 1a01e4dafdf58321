package org.comity.tlog;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property under many seeds and names the seed that failed; {@code -Dseed=} replays one. */
final class Seeded {
    private Seeded() {}

    static void check(int runs, Consumer<Random> property) {
        String replay = System.getProperty("seed", "");
        long first = replay.isEmpty() ? 20_260_101 : Long.parseLong(replay);
        int count = replay.isEmpty() ? runs : 1;
        for (long seed = first; seed < first + count; seed++) {
            try {
                property.accept(new Random(seed));
            } catch (Throwable failure) {
                throw new AssertionError("fails with -Dseed=" + seed, failure);
            }
        }
    }

    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A size of 1 to 600, or one next to a power of two of up to 2^17. */
    static int size(Random random) {
        if (random.nextInt(8) != 0) {
            return 1 + random.nextInt(600);
        }
        return Math.max(1, (1 << (8 + random.nextInt(10))) + random.nextInt(5) - 2);
    }
}
