package org.comity.node.driver;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all nodes of one process share.
 *
 * <p>Turns run on platform threads, since the database's native code and its fsync pin a virtual thread anyway; a few are enough for
 * hundreds of nodes, because each node has at most one turn at a time. Heavy pure work has its own pool, so
 * that it never delays a commit: as wide as the machine, and a few threads more for works that wait.
 */
public final class Threads implements AutoCloseable {

    /** Works of the crew that may wait for bytes from outside at one time, such as an item of evidence that an officer hands in. */
    public static final int WAITING_WORKS = 4;

    private final ExecutorService turns;
    private final ExecutorService crew;
    private final ScheduledExecutorService timer;

    /** @param turnThreads nodes whose turns may run at the same time, at least 1 */
    public Threads(int turnThreads) {
        this.turns = Executors.newFixedThreadPool(turnThreads, named("turn"));
        int machine = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.crew = Executors.newFixedThreadPool(machine + WAITING_WORKS, named("crew"));
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, named("timer"));
        one.setRemoveOnCancelPolicy(true);
        this.timer = one;
    }

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().name("comity-" + name + "-", 0).daemon(true).factory();
    }

    ExecutorService turns() {
        return turns;
    }

    /** The pool for heavy pure work. */
    public ExecutorService crew() {
        return crew;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Ends the threads after what they are doing; what waits is dropped. */
    @Override
    public void close() {
        timer.shutdownNow();
        turns.shutdown();
        crew.shutdown();
        try {
            if (!turns.awaitTermination(10, TimeUnit.SECONDS)) {
                turns.shutdownNow();
            }
            if (!crew.awaitTermination(10, TimeUnit.SECONDS)) {
                crew.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
