package org.comity.tlog;

/**
 * A range of leaves that is a subtree of every tree large enough to hold it (draft-ietf-plants-merkle-tree-certs-03
 * section 4.1).
 *
 * @param start index of the first leaf, a multiple of the smallest power of two not below the width
 * @param end index after the last leaf, above {@code start}
 */
public record Subtree(long start, long end) {
    public Subtree {
        if (start < 0 || end <= start) {
            throw LogException.outOfRange("subtree [" + start + ", " + end + ") is empty or negative");
        }
        // For widths above 2^62 only start 0 is aligned; the shift below would overflow there.
        long width = end - start;
        boolean aligned = start == 0 || (width <= 1L << 62 && start % ceilingPowerOfTwo(width) == 0);
        if (!aligned) {
            throw LogException.outOfRange("subtree [" + start + ", " + end
                    + ") does not start at a multiple of the power of two that covers its width");
        }
    }

    private static long ceilingPowerOfTwo(long width) {
        long floor = Long.highestOneBit(width);
        return floor == width ? floor : floor << 1;
    }
}
