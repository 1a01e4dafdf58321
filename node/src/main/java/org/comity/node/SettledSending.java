package org.comity.node;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.comity.node.evidence.Evidence;
import org.comity.node.exchange.Sending;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;

/**
 * Sends, but offers evidence only on a request that is settled: what was opened to another state cannot be taken back, and a request may
 * be written by a thief of the other's log key.
 */
final class SettledSending implements Sending {

    private final Sending sending;
    private final BiPredicate<MemberId, Long> settled;
    private final Function<MemberId, Optional<String>> logOf;

    /**
     * @param settled whether the message at an index of a member's present log is
     * @param logOf origin of a member's present log
     */
    SettledSending(Sending sending, BiPredicate<MemberId, Long> settled, Function<MemberId, Optional<String>> logOf) {
        this.sending = sending;
        this.settled = settled;
        this.logOf = logOf;
    }

    @Override
    public Logged send(Turn turn, Draft draft) throws Refused {
        if (draft.kind().equals(Evidence.OFFERED) && draft.recipient() instanceof Recipient.One(MemberId member)) {
            Optional<String> origin = logOf.apply(member);
            for (Ref ref : draft.refs()) {
                if (origin.filter(ref.origin()::equals).isPresent() && !settled.test(member, ref.index())) {
                    throw new Refused(
                            Refused.Code.WRONG_STATE,
                            "the message of " + member + " at index " + ref.index()
                                    + ", on which the evidence would go out, is not settled: the witnesses of this node's"
                                    + " policy and then its owner have to confirm the log that it stands in",
                            "they are being asked; try again in a few minutes");
                }
            }
        }
        return sending.send(turn, draft);
    }
}
