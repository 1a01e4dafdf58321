package org.comity.node.exchange;

import java.time.Instant;
import org.comity.node.record.MemberId;
import org.comity.tlog.ForkEvidence;

/**
 * A log that is convicted by its own signatures of two histories.
 *
 * @param origin the log; nothing of it is taken any more
 * @param member whose log it was when this was found
 * @param evidence verified under the keys of that member's card
 * @param at when this node found or received it
 */
public record Fork(String origin, MemberId member, ForkEvidence evidence, Instant at) {

    /** One sentence for officers. */
    public String sentence() {
        return "the log " + origin + " of " + member + " signed two histories: size "
                + evidence.first().checkpoint().head().size() + " with root "
                + evidence.first().checkpoint().head().root() + ", against size "
                + evidence.second().checkpoint().head().size() + " with root "
                + evidence.second().checkpoint().head().root();
    }
}
