package org.comity.sim;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.node.world.Crew;
import org.comity.node.world.Outcome;
import org.comity.node.world.Schedule;

/** Carries heavy work at once, on the one thread there is, and hands the outcome back when a real crew might. */
final class SimCrew implements Crew {

    private final Life life;
    private final Agenda agenda;
    private final Schedule schedule;
    private final Chance chance;
    private final Supplier<Faults> faults;

    SimCrew(Life life, Agenda agenda, Schedule schedule, Chance chance, Supplier<Faults> faults) {
        this.life = life;
        this.agenda = agenda;
        this.schedule = schedule;
        this.chance = chance;
        this.faults = faults;
    }

    @Override
    public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {
        life.requireGoing();
        Outcome<T> outcome = outcome(pure);
        agenda.in(
                chance.between(Duration.ZERO, faults.get().crewDelay()),
                () -> schedule.soon(() -> back.accept(outcome)));
    }

    private static <T> Outcome<T> outcome(Callable<T> pure) {
        try {
            return new Outcome.Done<>(pure.call());
        } catch (Exception e) {
            return new Outcome.Failed<>(e);
        }
    }
}
