package org.comity.node.exchange;

import java.util.Set;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Kind;

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
}
