package org.comity.age;

import java.util.concurrent.Executor;

/**
 * Where chunks are sealed and opened. The calling thread reads, writes, and takes on whatever the executor has not begun
 * by the time its turn comes, so that an executor that is busy, or refuses, slows a pass down but cannot stop it.
 *
 * @param executor runs tasks of some 256 KiB each; the caller's to shut down
 * @param parallelism 1 to 64: tasks that may be under way at once besides the one being read or written; each holds
 *     about 512 KiB
 */
public record Workers(Executor executor, int parallelism) {
    public Workers {
        if (parallelism < 1 || parallelism > 64) {
            throw new IllegalArgumentException("parallelism is " + parallelism + ", legal is 1..64");
        }
    }

    /** All work in the calling thread. */
    public static Workers callingThread() {
        return new Workers(Runnable::run, 1);
    }
}
