package org.comity.sim.saga;

import java.time.Duration;

/**
 * A story that was told to its end, in which every promise was kept.
 *
 * @param scenario what was drawn, in one line
 * @param lives starts of all processes
 * @param leaves in all honest logs
 * @param messages in all honest inboxes
 * @param receipts that honest nodes hold, each proven
 * @param refused parcels of puppets that were turned down
 * @param events that happened
 * @param time from the beginning to rest
 * @param digest of the whole trace
 */
public record Told(
        long seed,
        String scenario,
        int lives,
        long leaves,
        long messages,
        long receipts,
        long refused,
        long events,
        Duration time,
        String digest) {

    /** One line. */
    public String line() {
        return "seed " + seed + ": " + scenario + "; " + lives + " lives, " + leaves + " leaves, " + messages
                + " messages, " + receipts + " receipts" + (refused > 0 ? ", " + refused + " lies refused" : "") + ", "
                + events + " events in " + time.toMinutes() + " min; trace " + digest.substring(0, 16);
    }
}
