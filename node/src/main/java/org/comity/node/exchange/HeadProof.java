package org.comity.node.exchange;

import java.util.Optional;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.exchange.InboxTables.HeldHead;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * A question to the owner of a log: how one of its heads belongs to a later one.
 *
 * @param earlier the head of the smaller size
 */
record HeadProof(HeldHead earlier, HeldHead later) {

    /** What to call at the owner. */
    String path() {
        return StrandTies.PREFIX + "?from=" + earlier.head().size() + "&to="
                + later.head().size();
    }

    /**
     * Reads the owner's answer.
     *
     * @return false when the owner gave no proof
     * @throws LogException when the proof fails
     * @throws PeerLog.Forked when the proof shows that the log signed another history
     */
    boolean isProven(CheckpointPolicy policy, Outcome<PeerAnswer> outcome) throws PeerLog.Forked {
        if (!(outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer)) || answer.status() != 200) {
            return false;
        }
        ConsistencyProof proof = read(answer);
        VerifiedCheckpoint shown = policy.verify(SignedCheckpoint.parse(later.note()));
        try {
            shown.extendsHead(earlier.head(), proof);
            return true;
        } catch (LogException e) {
            Optional<ForkEvidence> evidence = earlier.contradictedBy(shown, proof);
            if (evidence.isPresent()) {
                throw new PeerLog.Forked(evidence.get());
            }
            throw e;
        }
    }

    private static ConsistencyProof read(PeerAnswer answer) {
        try {
            CborReader in = new CborReader(answer.body(), CborLimits.RECORD);
            ConsistencyProof proof = ItemCodec.readConsistency(in);
            in.end();
            return proof;
        } catch (CborException | IllegalArgumentException e) {
            throw new LogException(LogException.Fault.MALFORMED, "the proof cannot be read: " + e.getMessage(), e);
        }
    }
}
