package org.comity.node.driver;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.comity.node.world.Crew;
import org.comity.node.world.Outcome;
import org.comity.node.world.Schedule;

/** Carries heavy work to a pool, and its outcome back to the node's thread. */
public final class PoolCrew implements Crew {

    private final ExecutorService pool;
    private final Schedule schedule;

    public PoolCrew(ExecutorService pool, Schedule schedule) {
        this.pool = pool;
        this.schedule = schedule;
    }

    @Override
    public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {
        try {
            pool.execute(() -> {
                Outcome<T> outcome = attempt(pure);
                schedule.soon(() -> back.accept(outcome));
            });
        } catch (RejectedExecutionException e) {
            schedule.soon(() -> back.accept(new Outcome.Failed<>(e)));
        }
    }

    private static <T> Outcome<T> attempt(Callable<T> pure) {
        try {
            return new Outcome.Done<>(pure.call());
        } catch (Exception e) {
            return new Outcome.Failed<>(e);
        }
    }
}
