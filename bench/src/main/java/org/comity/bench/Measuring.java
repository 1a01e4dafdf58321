package org.comity.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets a benchmark run for its time, and longer where that was too short for anything to happen. */
final class Measuring {

    private static final long LONGEST_SECONDS = 60;
    private static final long STEP_MILLIS = 20;

    private Measuring() {}

    /**
     * Sleeps for some seconds, and then on until the first event, but at most a minute more. Whoever divides by time measures it
     * himself.
     *
     * @param events how many there were so far
     * @throws BenchFailed if there was none
     */
    static void sleep(int seconds, LongSupplier events) throws InterruptedException {
        long before = events.getAsLong();
        TimeUnit.SECONDS.sleep(seconds);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (events.getAsLong() == before) {
            if (System.nanoTime() > deadline) {
                throw new BenchFailed("nothing was completed in " + (seconds + LONGEST_SECONDS) + " seconds");
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }
}
