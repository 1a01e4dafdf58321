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

    private final Threads threads;
    private final InstantSource clock;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    public SerialSchedule(Threads threads, InstantSource clock) {
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public void soon(Runnable task) {
        synchronized (waiting) {
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

    private void run() {
        try {
            threads.turns().execute(this::stretch);
        } catch (RejectedExecutionException e) {
            LOG.debug("the threads are closing; the tasks of a node are dropped");
        }
    }

    private void stretch() {
        for (int i = 0; i < STRETCH; i++) {
            Runnable task;
            synchronized (waiting) {
                if (waiting.isEmpty()) {
                    running = false;
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
