package org.comity.node.exchange;

import java.util.Optional;
import java.util.function.Consumer;
import org.comity.node.ledger.Ledger;
import org.comity.node.record.MemberId;
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.Transaction;
import org.comity.node.world.World;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches for our own name: heads of our log that others show.
 *
 * <p>Only our own signature counts: a peer that names a number, or shows a note that we did not sign, cannot stop this node. A note
 * that we did sign and cannot find in our log means that our key signs elsewhere, or that this database is an older copy. Then this
 * node signs nothing more, keeps the note and tells its officers: to go on would make it the second half of a fork.
 *
 * <p>Such notes come in a hello, in the refusal of a parcel, from a witness, among the heads that others tell of, and in evidence
 * against us. On the node's thread, and never inside a turn.
 */
final class OwnWatch {

    private static final Logger LOG = LoggerFactory.getLogger(OwnWatch.class);

    private final World world;
    private final Ledger ledger;
    private final Consumer<String> freeze;

    /** @param freeze stops the signing for good, with the reason for officers */
    OwnWatch(World world, Ledger ledger, Consumer<String> freeze) {
        this.world = world;
        this.ledger = ledger;
        this.freeze = freeze;
    }

    /**
     * The head that a peer says it holds of us, verified against the own log; {@link TreeHead#EMPTY} when it holds none.
     *
     * @throws LogException when the note is not signed by us
     * @throws ParcelRefused with {@code LOG_FORKED}, after the freeze, when our own signature stands under a head that our log does
     *     not have
     */
    TreeHead verify(MemberId via, Optional<byte[]> note) {
        return verify(via, via.code(), note);
    }

    private TreeHead verify(MemberId about, String via, Optional<byte[]> note) {
        if (note.isEmpty()) {
            return TreeHead.EMPTY;
        }
        String origin = ledger.identity().origin();
        CheckpointPolicy policy = new CheckpointPolicy(origin, world.signer().logKeys());
        TreeHead head = policy.verify(SignedCheckpoint.parse(note.get())).head();
        TreeHead mine = ledger.committed();
        boolean known = head.size() <= mine.size()
                && new Tree(ledger.tiles(), head.size()).head().equals(head);
        if (!known) {
            String why = via + " holds our signature on size " + head.size() + ", root " + head.root()
                    + ", which is not in this log of size " + mine.size()
                    + ": the log key signs elsewhere, or this database is an older copy";
            keep(about, via, head, note.get(), why);
            freeze.accept(why);
            throw ParcelRefused.of(Problem.Type.LOG_FORKED, why);
        }
        return head;
    }

    /** Looks at a note that somebody shows; one that we did not sign says nothing. */
    void shown(MemberId via, byte[] note) {
        shown(via, via.code(), note);
    }

    /**
     * The same, shown by somebody who is no member.
     *
     * @param about under whom the alarm stands
     */
    void shown(MemberId about, String via, byte[] note) {
        try {
            var _ = verify(about, via, Optional.of(note));
        } catch (LogException e) {
            LOG.debug("{} shows a note under our name that we did not sign: {}", via, e.getMessage());
        } catch (ParcelRefused e) {
            LOG.error("our own name is used elsewhere: {}", e.getMessage());
        }
    }

    /** In a transaction of its own, since none that waits for a turn may come before the freeze. */
    private void keep(MemberId about, String via, TreeHead head, byte[] note, String why) {
        long ms = world.clock().millis();
        try (Transaction tx = world.store().begin()) {
            HeadTables.insertSighting(tx.sql(), head, note, via, ms);
            AlarmBook.write(tx.sql(), ms, about, why);
            tx.commit();
        } catch (CommitUnknown e) {
            LOG.error("whether the note of {} was kept is unknown", via, e);
        }
    }
}
