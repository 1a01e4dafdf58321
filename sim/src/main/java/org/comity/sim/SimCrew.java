package org.comity.sim;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.node.world.Crew;
import org.comity.node.world.Outcome;
import org.comity.node.world.Schedule;

/**
 * Carries heavy work at some moment after it was asked for, on the one thread there is, and hands the outcome back when a real crew
 * might. Between the two moments the node goes on: commits pass what is being signed, answers overtake each other.
 */
final class SimCrew implements Crew {

    private final Life life;
    private final Agenda agenda;
    private final Schedule schedule;
    private final Chance chance;
    private final Supplier<Faults> faults;
    private final Consumer<Runnable> runner;
    private final Perils perils;

    /** @param runner runs a part of the process, which may die in it */
    SimCrew(
            Life life,
            Agenda agenda,
            Schedule schedule,
            Chance chance,
            Supplier<Faults> faults,
            Consumer<Runnable> runner,
            Perils perils) {
        this.life = life;
        this.agenda = agenda;
        this.schedule = schedule;
        this.chance = chance;
        this.faults = faults;
        this.runner = runner;
        this.perils = perils;
    }

    @Override
    public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {
        life.requireGoing();
        agenda.in(delay(), () -> {
            if (!life.ended()) {
                runner.accept(() -> carry(pure, back));
            }
        });
    }

    private <T> void carry(Callable<T> pure, Consumer<Outcome<T>> back) {
        Outcome<T> outcome = outcome(pure);
        perils.point(life, "after work of its crew");
        agenda.in(delay(), () -> schedule.soon(() -> back.accept(outcome)));
    }

    private Duration delay() {
        return chance.between(Duration.ZERO, faults.get().crewDelay());
    }

    private static <T> Outcome<T> outcome(Callable<T> pure) {
        try {
            return new Outcome.Done<>(pure.call());
        } catch (Exception e) {
            return new Outcome.Failed<>(e);
        }
    }
}
