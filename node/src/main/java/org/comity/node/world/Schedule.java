package org.comity.node.world;

import java.time.Instant;

/**
 * The node's thread of control: one task at a time, in the order given.
 *
 * <p>Turns, answers of peers, results of the crew and timers all run here, so the state of a node in memory needs no lock.
 * Any thread may call these methods.
 */
public interface Schedule {

    /** Runs the task after those that already wait. A task that throws is reported and does not stop the later ones. */
    void soon(Runnable task);

    /** Runs the task once at or after the given time; a time in the past means soon. */
    Cancel at(Instant due, Runnable wake);

    /** Takes a timer back. A timer that already ran ignores it. */
    interface Cancel {
        void cancel();
    }
}
