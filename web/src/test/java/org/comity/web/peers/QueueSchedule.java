package org.comity.web.peers;

import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.comity.node.world.Schedule;

/** A schedule whose tasks run when the test takes them. */
final class QueueSchedule implements Schedule {

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void soon(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Cancel at(Instant due, Runnable wake) {
        throw new AssertionError("a transport sets no timer of the node");
    }

    /** Waits for one task and runs it on this thread. */
    void runNext() {
        try {
            Runnable task = tasks.poll(30, TimeUnit.SECONDS);
            if (task == null) {
                throw new AssertionError("nothing came back within 30 seconds");
            }
            task.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }
}
