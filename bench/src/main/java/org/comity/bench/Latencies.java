package org.comity.bench;

/**
 * Times of many events in constant memory.
 *
 * <p>Each power of two is divided into 64 steps, so a percentile is exact to 1.6 per cent from a nanosecond up to hours. Used by one thread at a time.
 */
final class Latencies {

    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[(Long.SIZE - STEP_BITS) * STEPS];
    private long count;

    void add(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        count++;
    }

    long count() {
        return count;
    }

    /**
     * The time within which a share of the events ended.
     *
     * @param share above 0 to 1
     * @return milliseconds; not a number when there was no event
     */
    double ms(double share) {
        if (share <= 0 || share > 1) {
            throw new IllegalArgumentException("share is " + share + ", legal is above 0 to 1");
        }
        long wanted = Math.max(1, (long) Math.ceil(count * share));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upper(i) / 1e6;
            }
        }
        return Double.NaN;
    }

    private static int bucket(long nanos) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - STEP_BITS - 1);
        return (shift << STEP_BITS) + (int) (nanos >>> shift);
    }

    /** The largest time that falls into a bucket. */
    private static long upper(int bucket) {
        if (bucket < 2 * STEPS) {
            return bucket;
        }
        int shift = (bucket >>> STEP_BITS) - 1;
        long step = bucket - ((long) shift << STEP_BITS);
        return ((step + 1) << shift) - 1;
    }
}
