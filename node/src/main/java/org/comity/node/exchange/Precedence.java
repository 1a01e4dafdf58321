package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.record.Lane;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;

/**
 * When urgent messages to one peer may do what ordinary ones may not: go on while those rest, end a rest of the link, give up a
 * chain whose long parcels are in their way. Each is bounded in time, so that no stream of urgent messages hammers a peer that is away
 * or starves the rest for good.
 */
final class Precedence {

    /** How long an urgent parcel waits for ordinary ones before it before the chain is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration BETWEEN_WAKES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_OVERTAKINGS = Duration.ofSeconds(10);

    private Instant ordinaryRestUntil = Instant.MIN;
    private Instant nextWake = Instant.MIN;
    private Instant nextOvertaking = Instant.MIN;
    private boolean news;

    void queued(Waiting message) {
        if (message.lane() == Lane.URGENT) {
            news = true;
        }
    }

    /** The peer takes no ordinary parcels until then, while urgent ones may pass. */
    void ordinaryRefused(Instant until) {
        ordinaryRestUntil = until;
        news = true;
    }

    /** Whether a refusal of an ordinary parcel says nothing of urgent ones. */
    static boolean sparesUrgent(Outcome<PeerAnswer> outcome) {
        return outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer)
                && Problem.slugOf(answer)
                        .filter(why -> why == Problem.Type.QUOTA || why == Problem.Type.STORAGE_LOW)
                        .isPresent();
    }

    /** Whether a flight is among these and waits for an ordinary one before it. */
    static boolean isBehindOrdinary(Flight flight, Collection<Flight> flights) {
        return flights.contains(flight)
                && flights.stream().takeWhile(before -> before != flight).anyMatch(before -> !before.isUrgent());
    }

    boolean ordinaryMayGo(Instant now) {
        return !now.isBefore(ordinaryRestUntil);
    }

    /** Whether the link shall end its rest now, for an urgent message that has not been tried since it began. */
    boolean wakes(Instant now) {
        if (!news || now.isBefore(nextWake)) {
            return false;
        }
        news = false;
        nextWake = now.plus(BETWEEN_WAKES);
        return true;
    }

    /** Whether an urgent parcel that waited long enough may have the chain given up. */
    boolean overtakes(Instant now) {
        if (now.isBefore(nextOvertaking)) {
            return false;
        }
        nextOvertaking = now.plus(BETWEEN_OVERTAKINGS);
        return true;
    }
}
