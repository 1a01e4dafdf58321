package org.comity.node.exchange;

import java.util.Set;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Kind;
import org.comity.node.record.Ref;

/**
 * A capability that takes messages of some kinds. {@code Node}'s constructor hands the receivers to the exchange; whatever no
 * receiver takes is stored as {@link Disposition#NOT_UNDERSTOOD}.
 */
public interface Receiver {

    /** The kinds this capability understands; no two receivers share one. */
    Set<Kind> kinds();

    /**
     * Whether a message of this kind begins a case, and so lies at rest under a key of its own. One that refers to a known case by
     * {@code case} always joins that one.
     */
    default boolean opensCase(Kind kind) {
        return false;
    }

    /**
     * Acts on a message inside the commit that stores it. What it throws undoes only its own changes: the message stays stored and
     * receipted, as {@link Disposition#MALFORMED} after a {@link BodyRefused}, for an operator after anything else.
     */
    void received(Turn turn, Received message) throws BodyRefused;

    /**
     * After a restore: a message of this node was logged anew, because the one before it stands in a closed log and never arrived.
     *
     * @param before where it stood
     * @param now where it stands
     */
    default void sentAnew(Turn turn, Ref before, Logged now) {}

    /**
     * After a restore: a message that this node sent was lost here, and the member it went to gave it back with its proof. What it says
     * was done in this node's name, so this node's own state has to follow it.
     *
     * @param sent as it stands in the closed log; {@code caseId} is the case under whose key it lies now
     */
    default void recovered(Turn turn, Recovered sent) throws BodyRefused {}
}
