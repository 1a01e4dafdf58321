package org.comity.node.ledger;

import java.time.InstantSource;
import org.comity.node.store.Space;
import org.comity.node.store.Store;

/**
 * How full the disk of the node is, in three levels.
 *
 * <p><b>Low</b>: less than a tenth is free, and less than 10 GiB; what is not urgent is turned away. <b>Exhausted</b>: less than a
 * fiftieth, and less than 2 GiB; nothing new is taken. The two sizes keep a large disk from being called full while it has room for
 * months. Asking costs a system call, so the answer is good for a second.
 *
 * <p>At the first sign of exhaustion the store gives up its reserve, so that the alarm can still be logged.
 *
 * <p>Any thread may ask.
 */
public final class StorageGauge {

    /** How much is left, from the best to the worst. */
    public enum Level {
        AMPLE,
        LOW,
        EXHAUSTED
    }

    private static final long GIB = 1L << 30;
    private static final long GOOD_FOR_MS = 1_000;

    private final Store store;
    private final InstantSource clock;
    private Level level = Level.AMPLE;
    private long readMs = Long.MIN_VALUE;

    public StorageGauge(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    public synchronized Level level() {
        long now = clock.millis();
        if (readMs == Long.MIN_VALUE || Math.abs(now - readMs) >= GOOD_FOR_MS) {
            readMs = now;
            Level read = of(store.space());
            if (read == Level.EXHAUSTED && level != Level.EXHAUSTED) {
                store.spendReserve();
            } else if (read == Level.AMPLE) {
                store.keepReserve();
            }
            level = read;
        }
        return level;
    }

    /** What an officer is told whose work finds no room. */
    public static Refused refusal() {
        return new Refused(
                Refused.Code.STORAGE_LOW,
                "the disk of the node is nearly full, so this is not taken",
                "make room on the disk; nothing is lost, and reading goes on");
    }

    static Level of(Space space) {
        if (space.freeBytes() < Math.min(space.totalBytes() / 50, 2 * GIB)) {
            return Level.EXHAUSTED;
        }
        return space.freeBytes() < Math.min(space.totalBytes() / 10, 10 * GIB) ? Level.LOW : Level.AMPLE;
    }
}
