package org.comity.sim;

import java.util.function.Supplier;

/** Where a process may die in the middle of its work, and whether it does. */
final class Perils {

    private final String who;
    private final Chance chance;
    private final Supplier<Faults> faults;
    private final Trace trace;

    Perils(String who, Chance chance, Supplier<Faults> faults, Trace trace) {
        this.who = who;
        this.chance = chance;
        this.faults = faults;
        this.trace = trace;
    }

    /** The process goes on, or dies here. */
    void point(Life life, String where) {
        life.requireGoing();
        if (chance.happens(faults.get().death())) {
            trace.add(who, "dies " + where);
            throw life.die(where);
        }
    }

    /** Whether a commit now ends in doubt. */
    boolean commitInDoubt() {
        return chance.happens(faults.get().commitUnknown());
    }

    /** Whether the log keys refuse to sign now. */
    boolean signerFails() {
        return chance.happens(faults.get().signerFails());
    }

    /** Whether a statement that stores a peer's head fails now. */
    boolean statementFails() {
        return chance.happens(faults.get().statementFails());
    }

    /** Whether a commit in doubt happened. */
    boolean happenedAllTheSame() {
        return chance.happens(500);
    }
}
