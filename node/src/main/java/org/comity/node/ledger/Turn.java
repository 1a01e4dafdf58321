package org.comity.node.ledger;

import java.time.Instant;
import org.comity.node.record.Draft;
import org.comity.node.store.Sql;

/**
 * What a {@link Work} may do. Usable only while that work runs; a turn that was kept fails on every call.
 */
public interface Turn {

    /** Time of this turn, to the millisecond, never lower than that of an earlier record. */
    Instant now();

    Sql sql();

    /** Gives the draft its sequence, time and salt, and makes it the next leaf of the log. */
    Logged append(Draft draft);

    /**
     * Runs a part of this work behind a savepoint: when it throws, what it did is undone, and only that.
     *
     * @throws Refused what the part threw; any other exception passes as it is
     */
    <T> T attempt(Work<T> part) throws Refused;

    /** Runs once, on the node's thread, when the transaction is durable: the place to change memory. */
    void afterCommit(Runnable change);
}
