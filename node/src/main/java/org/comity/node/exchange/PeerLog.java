package org.comity.node.exchange;

import org.comity.node.exchange.InboxTables.HeldHead;
import org.comity.node.exchange.InboxTables.Strand;
import org.comity.node.store.Sql;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.LogException;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * What this node knows of one peer's log: the newest verified head on each road. Held in memory by the node's thread, ahead of the
 * commit that stores it; a commit that fails reads it back.
 *
 * <p>Evidence against a log is two checkpoints with its own signatures that contradict each other. A proof that merely fails is no
 * evidence: it may be a bug, or somebody on the line.
 */
final class PeerLog {

    /** Two checkpoints of one size with different roots, both signed by the log. */
    static final class Forked extends Exception {
        private final String why;

        Forked(TreeHead held, TreeHead shown) {
            this("the log showed root " + shown.root() + " for size " + shown.size() + ", and earlier root "
                    + held.root());
        }

        private Forked(String why) {
            super(why);
            this.why = why;
        }

        @Override
        public String getMessage() {
            return why;
        }
    }

    private final String origin;
    private HeldHead parcels = HeldHead.NONE;
    private HeldHead answers = HeldHead.NONE;

    PeerLog(String origin) {
        this.origin = origin;
    }

    static PeerLog load(Sql sql, String origin) {
        PeerLog log = new PeerLog(origin);
        log.reload(sql, Strand.PARCELS);
        log.reload(sql, Strand.ANSWERS);
        return log;
    }

    /** Forgets what is not stored of one strand; the other may be ahead of a commit that still comes. */
    void reload(Sql sql, Strand strand) {
        hold(strand, InboxTables.heldHead(sql, origin, strand));
    }

    private void hold(Strand strand, HeldHead head) {
        if (strand == Strand.PARCELS) {
            parcels = head;
        } else {
            answers = head;
        }
    }

    String origin() {
        return origin;
    }

    HeldHead held(Strand strand) {
        return strand == Strand.PARCELS ? parcels : answers;
    }

    /** The larger of the two. */
    HeldHead newest() {
        return answers.head().size() > parcels.head().size() ? answers : parcels;
    }

    /** The smaller of the two, while they are not tied together. */
    HeldHead oldest() {
        return answers.head().size() > parcels.head().size() ? parcels : answers;
    }

    /**
     * Moves a strand on to a checkpoint, after checking that it extends the strand.
     *
     * @throws Forked when the other strand, or this one, holds another root for the same size
     * @throws LogException when the proof fails
     */
    void advance(Strand strand, VerifiedCheckpoint checkpoint, ConsistencyProof proof) throws Forked {
        TreeHead shown = checkpoint.head();
        requireNoFork(parcels.head(), shown);
        requireNoFork(answers.head(), shown);
        checkpoint.extendsHead(held(strand).head(), proof);
        hold(strand, new HeldHead(shown, checkpoint.signed().encode()));
    }

    private static void requireNoFork(TreeHead held, TreeHead shown) throws Forked {
        if (held.size() == shown.size() && !held.equals(shown)) {
            throw new Forked(held, shown);
        }
    }
}
