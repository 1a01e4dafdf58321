package org.comity.node.exchange;

import java.util.Optional;
import org.comity.node.exchange.InboxTables.HeldHead;
import org.comity.node.exchange.InboxTables.Strand;
import org.comity.node.store.Sql;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.ForkEvidence;
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

    /** The log signed two histories. */
    static final class Forked extends Exception {
        private final transient ForkEvidence evidence;
        private final String why;

        Forked(ForkEvidence evidence) {
            this.evidence = evidence;
            TreeHead held = evidence.first().checkpoint().head();
            TreeHead shown = evidence.second().checkpoint().head();
            this.why = "the log showed root " + shown.root() + " for size " + shown.size() + ", and earlier root "
                    + held.root() + " for size " + held.size();
        }

        /** What convicts it; verified as far as the two notes were. */
        ForkEvidence evidence() {
            return evidence;
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
     * @throws Forked when the other strand, or this one, holds another root for the same size, or the proof itself shows that the
     *     log had another history
     * @throws LogException when the proof merely fails
     */
    void advance(Strand strand, VerifiedCheckpoint checkpoint, ConsistencyProof proof) throws Forked {
        requireNoFork(parcels, checkpoint);
        requireNoFork(answers, checkpoint);
        try {
            checkpoint.extendsHead(held(strand).head(), proof);
        } catch (LogException e) {
            Optional<ForkEvidence> evidence = held(strand).contradictedBy(checkpoint, proof);
            if (evidence.isPresent()) {
                throw new Forked(evidence.get());
            }
            throw e;
        }
        hold(strand, new HeldHead(checkpoint.head(), checkpoint.signed().encode()));
    }

    /**
     * Compares a checkpoint with what is held, where no proof is needed.
     *
     * @throws Forked when either strand holds another root for the same size
     */
    void compare(VerifiedCheckpoint checkpoint) throws Forked {
        requireNoFork(parcels, checkpoint);
        requireNoFork(answers, checkpoint);
    }

    private static void requireNoFork(HeldHead held, VerifiedCheckpoint shown) throws Forked {
        if (held.head().size() > 0 && held.head().size() == shown.head().size()) {
            Optional<ForkEvidence> evidence = held.contradictedBy(shown, ConsistencyProof.NONE);
            if (evidence.isPresent()) {
                throw new Forked(evidence.get());
            }
        }
    }
}
