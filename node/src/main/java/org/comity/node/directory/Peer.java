package org.comity.node.directory;

import java.time.Instant;
import java.util.Optional;
import org.comity.age.PostQuantumRecipient;
import org.comity.node.access.OfficerKey;
import org.comity.node.record.MemberId;
import org.comity.node.world.PeerAddress;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.Hash;

/**
 * A member that this node recognises, or once did, with the card that counts.
 *
 * @param card the newest that was taken
 * @param state whether the recognition stands
 * @param since when it came into that state, by this node's clock
 */
public record Peer(VerifiedCard card, State state, Instant since) {

    /** Whether we deal with the member. */
    public enum State {
        RECOGNISED("recognised"),
        /** Nothing is taken from it and nothing sent; what was exchanged stays provable. */
        WITHDRAWN("withdrawn");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static State ofWord(String word) {
            return word.equals(RECOGNISED.word) ? RECOGNISED : WITHDRAWN;
        }
    }

    public boolean recognised() {
        return state == State.RECOGNISED;
    }

    public MemberId member() {
        return card.member();
    }

    public RootCard rootCard() {
        return card.root();
    }

    /** The node to send to. */
    public NodeCard nodeCard() {
        return card.node();
    }

    /** Name of its log, which stands in its records and checkpoints. */
    public String origin() {
        return nodeCard().origin();
    }

    /** The keys that must all have signed its checkpoints. */
    public CheckpointPolicy policy() {
        return nodeCard().policy();
    }

    /** To whom parcels for it are sealed. */
    public PostQuantumRecipient parcelRecipient() {
        return nodeCard().parcelRecipient();
    }

    /** Where it answers, and the pins of which one must answer there. */
    public PeerAddress address() {
        return nodeCard().address();
    }

    /** Names its identity in records. */
    public Hash identityDigest() {
        return rootCard().identity().digest();
    }

    public Optional<OfficerKey> officer(Hash keyId) {
        return card.nodes().stream()
                .flatMap(node -> node.officer(keyId).stream())
                .findFirst();
    }
}
