package org.comity.node.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.comity.node.world.Crew;
import org.comity.node.world.Outcome;
import org.comity.node.world.Schedule;

/** Clock, schedule and crew of several nodes on one thread: time passes only when nothing else is to be done. */
final class Loop implements Schedule, Crew, InstantSource {
    private record Timer(Instant due, long number, Runnable wake) {}

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingLong(Timer::number));
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private long numbers;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void soon(Runnable task) {
        waiting.add(task);
    }

    @Override
    public Cancel at(Instant due, Runnable wake) {
        Timer timer = new Timer(due, numbers++, wake);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {
        Outcome<T> outcome;
        try {
            outcome = new Outcome.Done<>(pure.call());
        } catch (Exception e) {
            outcome = new Outcome.Failed<>(e);
        }
        Outcome<T> ended = outcome;
        soon(() -> back.accept(ended));
    }

    /** Runs until the condition holds or an hour has passed. */
    void runUntil(BooleanSupplier reached) {
        Instant end = now.plus(Duration.ofHours(1));
        while (!reached.getAsBoolean()) {
            if (!step(end)) {
                return;
            }
        }
    }

    /** Runs until nothing is left to do within an hour. */
    void runOut() {
        runUntil(() -> false);
    }

    private boolean step(Instant end) {
        Optional<Runnable> task = Optional.ofNullable(waiting.poll());
        if (task.isPresent()) {
            task.get().run();
            return true;
        }
        Optional<Timer> timer =
                Optional.ofNullable(timers.peek()).filter(t -> !t.due().isAfter(end));
        timer.ifPresent(t -> {
            timers.remove(t);
            now = t.due().isAfter(now) ? t.due() : now;
            t.wake().run();
        });
        return timer.isPresent();
    }

    /** Everything that was under way is lost, as when processes are killed. */
    void kill() {
        waiting.clear();
        timers.clear();
    }

    /** The result of a stage; what it failed with is thrown as the cause of an {@link AssertionError}. */
    <T> T result(CompletionStage<T> stage) {
        runUntil(() -> stage.toCompletableFuture().isDone());
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
