package org.comity.node.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;

/**
 * How far a message of ours got. Each fact stands by itself: a message may be seen before it is witnessed.
 *
 * @param to whose node it is for
 * @param index its position in our log
 * @param loggedAt when it was logged here
 * @param receivedAt when its receipt was stored here; empty while there is none
 * @param disposition what became of it at the recipient's node
 * @param seenAt when a person there opened it, by the recipient's own message; empty while not said
 * @param witnesses who, other than the recipient, cosigned a head of our log that covers it: codes of members, names of other
 *     witnesses of the policy
 * @param witnessed whether these satisfy the node's policy; without a policy of the operator, whether a member is among them
 */
public record Delivery(
        MemberId to,
        Lane lane,
        long sequence,
        long index,
        Instant loggedAt,
        Optional<Instant> receivedAt,
        Optional<Disposition> disposition,
        Optional<Instant> seenAt,
        List<String> witnesses,
        boolean witnessed) {

    public Delivery {
        witnesses = List.copyOf(witnesses);
    }
}
