package org.comity.web.officers;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A bucket of calls for each valid token: full at first, refilled at a steady rate, and a call takes one out. Only tokens that
 * were found valid get a bucket, so there are never more than the node has given out.
 */
final class RateLimit {

    private static final long SECOND = 1_000_000_000L;

    private static final class Bucket {
        double calls;
        long seen;
    }

    private final int callsPerSecond;
    private final int burst;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Bucket> buckets = new HashMap<>();

    RateLimit(int callsPerSecond, int burst, LongSupplier nanoTime) {
        this.callsPerSecond = callsPerSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    /** Takes one call; otherwise says after how many whole seconds there will be one. */
    OptionalLong take(String tokenId) {
        long now = nanoTime.getAsLong();
        lock.lock();
        try {
            Bucket bucket = buckets.computeIfAbsent(tokenId, ignored -> {
                Bucket full = new Bucket();
                full.calls = burst;
                full.seen = now;
                return full;
            });
            bucket.calls = Math.min(burst, bucket.calls + (double) (now - bucket.seen) / SECOND * callsPerSecond);
            bucket.seen = now;
            if (bucket.calls >= 1) {
                bucket.calls -= 1;
                return OptionalLong.empty();
            }
            return OptionalLong.of((long) Math.max(1, Math.ceil((1 - bucket.calls) / callsPerSecond)));
        } finally {
            lock.unlock();
        }
    }
}
