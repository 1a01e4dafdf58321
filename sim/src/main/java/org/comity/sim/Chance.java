package org.comity.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.comity.tlog.Hash;

/**
 * Draws decisions of the world: delays, losses, deaths.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014): a counter stepped by a constant and
 * stirred. Its whole stream is fixed by these few lines, so a seed means the same on every Java version. Each part of the world
 * draws from a stream of its own, named by a label; to add a part does not change what the others draw.
 *
 * <p>Nothing secret comes from here: see {@link SeededEntropy}.
 */
public final class Chance {

    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    private Chance(long state) {
        this.state = state;
    }

    /** The stream of this label under this seed. */
    public static Chance of(long seed, String label) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        byte[] start = Hash.sha256(ByteBuffer.allocate(Long.BYTES + name.length)
                        .putLong(seed)
                        .put(name)
                        .array())
                .bytes();
        return new Chance(ByteBuffer.wrap(start).getLong());
    }

    private long next() {
        state += STEP;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A number in [0, bound); the slight bias of the remainder does not matter to a world. */
    public long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound + " is not positive");
        }
        return (next() >>> 1) % bound;
    }

    /** True so many times in a thousand. Draws also where the answer is certain, so that one probability does not shift the rest. */
    public boolean happens(int perMille) {
        return below(1_000) < perMille;
    }

    /** A whole number of milliseconds from the shortest to the longest, both included. */
    public Duration between(Duration shortest, Duration longest) {
        long span = longest.toMillis() - shortest.toMillis();
        return shortest.plusMillis(below(span + 1));
    }
}
