package org.comity.node.exchange;

import java.util.Optional;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;

/**
 * Checks a head of our own log that a peer says it holds.
 *
 * <p>Only our own signature counts: a peer that names a number, or shows a note that we did not sign, cannot stop this node. A note
 * that we did sign and cannot find in our log means that our key signs elsewhere, or that this database is an older copy.
 */
final class OwnHead {

    private OwnHead() {}

    /**
     * The head the peer holds, verified against the own log; {@link TreeHead#EMPTY} when it holds none.
     *
     * @throws ParcelRefused with {@code LOG_FORKED} when our own signature stands under a head that our log does not have
     */
    static TreeHead verify(ExchangeContext context, Optional<byte[]> note) {
        if (note.isEmpty()) {
            return TreeHead.EMPTY;
        }
        CheckpointPolicy own =
                new CheckpointPolicy(context.origin(), context.world().signer().logKeys());
        TreeHead head = own.verify(SignedCheckpoint.parse(note.get())).head();
        TreeHead mine = context.ledger().committed();
        boolean known = head.size() <= mine.size()
                && new Tree(context.ledger().tiles(), head.size()).head().equals(head);
        if (!known) {
            throw ParcelRefused.of(
                    Problem.Type.LOG_FORKED,
                    "a peer holds our signature on size " + head.size() + ", root " + head.root()
                            + ", which is not in this log of size " + mine.size()
                            + ": the log key signs elsewhere, or this database is an older copy");
        }
        return head;
    }
}
