package org.comity.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.node.world.Schedule;

/** The thread of control of one life of a node: its tasks one by one, in the order given, as events of the world. */
final class SimSchedule implements Schedule {

    private final Life life;
    private final Agenda agenda;
    private final Supplier<Duration> skew;
    private final Consumer<Runnable> runner;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean armed;

    /**
     * @param skew how far the node's clock is ahead of the world's when a timer is set; once set, it runs by the world's
     * @param runner runs one task of the process
     */
    SimSchedule(Life life, Agenda agenda, Supplier<Duration> skew, Consumer<Runnable> runner) {
        this.life = life;
        this.agenda = agenda;
        this.skew = skew;
        this.runner = runner;
    }

    @Override
    public void soon(Runnable task) {
        if (!life.ended()) {
            tasks.add(task);
            arm();
        }
    }

    @Override
    public Cancel at(Instant due, Runnable wake) {
        Timer timer = new Timer(wake);
        agenda.at(due.minus(skew.get()), () -> soon(timer));
        return timer;
    }

    private void arm() {
        if (!armed) {
            armed = true;
            agenda.in(Duration.ZERO, this::next);
        }
    }

    private void next() {
        armed = false;
        Runnable task = tasks.poll();
        if (task == null || life.ended()) {
            return;
        }
        runner.accept(task);
        if (!tasks.isEmpty() && !life.ended()) {
            arm();
        }
    }

    private static final class Timer implements Runnable, Cancel {

        private final Runnable wake;
        private boolean cancelled;

        Timer(Runnable wake) {
            this.wake = wake;
        }

        @Override
        public void run() {
            if (!cancelled) {
                wake.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
