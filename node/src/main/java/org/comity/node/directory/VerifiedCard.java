package org.comity.node.directory;

import java.util.List;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/**
 * A card whose signatures, realm, checkpoint and addresses were checked. It says that whoever holds this identity wrote it; whether
 * that identity is the member's, only the comparison of {@link #fingerprint} can say. Immutable, so one serves many nodes.
 */
public final class VerifiedCard {

    private final Card card;
    private final Hash digest;

    VerifiedCard(Card card) {
        this.card = card;
        this.digest = card.digest();
    }

    /** A card that this node verified when it took it; its bytes must still have the digest that was logged then. */
    static VerifiedCard stored(byte[] bytes, Hash digest) {
        if (!Hash.sha256(bytes).equals(digest)) {
            throw new LedgerCorrupt("a stored card no longer has the digest " + digest
                    + " it was recognised under: the database was changed");
        }
        return new VerifiedCard(Card.parse(bytes));
    }

    public MemberId member() {
        return root().member();
    }

    public RootCard root() {
        return card.root();
    }

    /** The node to send to: the first that the root card lists. */
    public NodeCard node() {
        return card.nodes().getFirst();
    }

    /** All nodes of the member, in the order of the root card. */
    public List<NodeCard> nodes() {
        return card.nodes();
    }

    public Fingerprint fingerprint() {
        return root().fingerprint();
    }

    /** SHA-256 of the whole card. */
    public Hash digest() {
        return digest;
    }

    /** The card as it came, to hand on. */
    public Card card() {
        return card;
    }

    @Override
    public String toString() {
        return "VerifiedCard[" + member() + ", revision " + root().revision() + ", digest " + digest + "]";
    }
}
