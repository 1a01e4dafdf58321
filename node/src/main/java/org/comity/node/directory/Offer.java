package org.comity.node.directory;

import java.time.Instant;
import org.comity.node.record.MemberId;

/**
 * A card that a recognised member has issued and that waits for officers: it is of the same identity, and brings another log.
 *
 * @param card verified; not in use
 * @param since when this node learned of it
 */
public record Offer(VerifiedCard card, Instant since) {

    public MemberId member() {
        return card.member();
    }
}
