package org.comity.node.world;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Carries heavy work that shares no mutable state with the node: opening and sealing parcels, checking proofs, signing.
 *
 * <p>In a simulation the work runs at once and its result comes back at a seeded moment.
 */
@FunctionalInterface
public interface Crew {

    /** Runs the work on some thread, then hands its outcome back on the node's {@link Schedule}. */
    <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back);
}
