package org.comity.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the compiler is quiet: for three seconds in a row it took less than a tenth of a core in all processes together.
 * Measuring earlier would measure the compiler, which takes a third to a half of all CPU in the first half minute.
 */
final class WarmUp {

    private static final int QUIET_SECONDS = 3;
    private static final double QUIET_SHARE = 0.1;

    /** Compiler time of all processes in nanoseconds. */
    @FunctionalInterface
    interface CompilerTime {
        long nanos() throws IOException;
    }

    private WarmUp() {}

    /**
     * Returns when the compiler is quiet or the time is over.
     *
     * @return share of a core that the compiler took in the last second
     */
    static double await(int mostSeconds, CompilerTime compiler) throws IOException, InterruptedException {
        long before = compiler.nanos();
        double share = 1;
        int quiet = 0;
        for (int second = 0; second < mostSeconds && quiet < QUIET_SECONDS; second++) {
            TimeUnit.SECONDS.sleep(1);
            long now = compiler.nanos();
            share = (now - before) / 1e9;
            before = now;
            quiet = share < QUIET_SHARE ? quiet + 1 : 0;
        }
        return share;
    }
}
