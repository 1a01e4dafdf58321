package org.comity.node.exchange;

import java.time.Instant;
import org.comity.node.record.MemberId;
import org.comity.tlog.TreeHead;

/**
 * A head that a member signed and that reached this node by way of another, while its owner has not shown how it belongs to the head
 * held here. Not a contradiction: the owner may be out of reach.
 *
 * @param via who told of it
 * @param since when it was first heard of; after a day without a proof it counts as unproven
 */
public record UnprovenHead(MemberId member, String origin, TreeHead head, MemberId via, Instant since) {

    /** Whether the owner has had its day to show the proof. */
    public boolean isUnproven(Instant now) {
        return !now.isBefore(since.plus(HeadWatch.PATIENCE));
    }
}
