package org.comity.node.exchange;

/**
 * A bucket that fills at a steady rate up to its brim; who takes what is not in it has to wait.
 *
 * <p>It counts thousandths of a token, so that a slow rate loses nothing to rounding. A clock that jumps back adds nothing; one that
 * jumps ahead adds at most what the bucket holds.
 */
final class TokenBucket {

    private static final long THOUSAND = 1_000;

    private final long perSecond;
    private final long brim;
    private long content;
    private long lastMs = Long.MIN_VALUE;

    /**
     * @param perSecond tokens that flow in each second, from 1
     * @param burst tokens that it holds, from 1
     */
    TokenBucket(long perSecond, long burst) {
        if (perSecond < 1 || burst < 1 || burst > Long.MAX_VALUE / THOUSAND / 2) {
            throw new IllegalArgumentException(
                    "a bucket of " + burst + " tokens that gains " + perSecond + " a second; both are from 1");
        }
        this.perSecond = perSecond;
        this.brim = burst * THOUSAND;
        this.content = brim;
    }

    /** Milliseconds until so many tokens are in it; 0 when they are. What is more than it ever holds counts as all it holds. */
    long waitMs(long tokens, long nowMs) {
        fill(nowMs);
        long wanted = Math.min(tokens * THOUSAND, brim);
        return wanted <= content ? 0 : Math.ceilDiv(wanted - content, perSecond);
    }

    /** Takes tokens for which {@link #waitMs} said 0. */
    void take(long tokens) {
        content -= Math.min(tokens * THOUSAND, brim);
    }

    private void fill(long nowMs) {
        if (lastMs != Long.MIN_VALUE && nowMs > lastMs) {
            // A thousandth of a token for each millisecond and token a second; cut before it can overflow.
            long sinceMs = Math.min(nowMs - lastMs, Math.ceilDiv(brim, perSecond));
            content = Math.min(brim, content + sinceMs * perSecond);
        }
        lastMs = nowMs;
    }
}
