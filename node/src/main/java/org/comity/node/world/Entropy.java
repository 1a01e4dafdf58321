package org.comity.node.world;

/**
 * Random bytes. In production the operating system's; in a simulation a seeded stream. Any thread may draw.
 */
@FunctionalInterface
public interface Entropy {

    /** Overwrites the whole array with bytes that nobody else can predict. */
    void fill(byte[] out);

    /** A fresh array of the given length. */
    default byte[] bytes(int length) {
        byte[] out = new byte[length];
        fill(out);
        return out;
    }

    /** A number in [0, bound), for jitter; the slight bias of the remainder does not matter there. */
    default long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound + " is not positive");
        }
        long value = 0;
        for (byte b : bytes(8)) {
            value = value << 8 | (b & 0xff);
        }
        return (value & Long.MAX_VALUE) % bound;
    }
}
