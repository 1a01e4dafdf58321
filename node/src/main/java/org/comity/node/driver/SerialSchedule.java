package org.comity.node.driver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.comity.node.world.Schedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node's thread of control on a shared pool: its tasks run one at a time and in order, on whichever thread is free. */
public final class SerialSchedule implements Schedule {

    private static final Logger LOG = LoggerFactory.getLogger(SerialSchedule.class);

    /** Tasks a node runs before it lets another node have the thread. */
    private static final int STRETCH = 64;

    private static final Duration LONGEST_TASK = Duration.ofSeconds(10);

    private final Threads threads;
    private final InstantSource clock;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean ended;

    public SerialSchedule(Threads threads, InstantSource clock) {
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public void soon(Runnable task) {
        synchronized (waiting) {
            if (ended) {
                LOG.debug("the node has ended; a task is dropped");
                return;
            }
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        run();
    }

    @Override
    public Cancel at(Instant due, Runnable wake) {
        long delayMs = Math.max(0, Duration.between(clock.instant(), due).toMillis());
        try {
            Future<?> timer = threads.timer().schedule(() -> soon(wake), delayMs, TimeUnit.MILLISECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("the threads are closing; a timer is dropped");
            return () -> {};
        }
    }

    /**
     * Drops what waits and whatever comes later, and waits for the task under way, so that what the tasks use can be closed. Other
     * nodes on the same threads go on.
     */
    void end() {
        synchronized (waiting) {
            ended = true;
            waiting.clear();
            long deadline = System.nanoTime() + LONGEST_TASK.toNanos();
            try {
                while (running && System.nanoTime() < deadline) {
                    waiting.wait(LONGEST_TASK.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (running) {
                LOG.warn("a task of the node did not end within {}", LONGEST_TASK);
            }
        }
    }

    private void run() {
        try {
            threads.turns().execute(this::stretch);
        } catch (RejectedExecutionException e) {
            LOG.debug("the threads are closing; the tasks of a node are dropped");
            synchronized (waiting) {
                running = false;
                waiting.notifyAll();
            }
        }
    }

    private void stretch() {
        for (int i = 0; i < STRETCH; i++) {
            Runnable task;
            synchronized (waiting) {
                if (waiting.isEmpty()) {
                    running = false;
                    waiting.notifyAll();
                    return;
                }
                task = waiting.remove();
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task of the node failed", e);
            }
        }
        run();
    }
}
