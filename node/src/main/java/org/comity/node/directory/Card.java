package org.comity.node.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.comity.age.AgeException;
import org.comity.node.access.Octets;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Realm;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.VerifierKey;

/**
 * A member's card as it came: well formed, and believed in nothing yet. {@link #verify} is the only way on.
 *
 * <p>A card is one deterministic CBOR file: {1: "comity/card/v1", 2: root part, 3: [node parts]}, each part [body, [[label,
 * signature]...]]. The root card is signed by both identity keys; each node card by both identity keys, which vouch for it, and by
 * both log keys, which shows that nobody lists another's log as their own. A signature covers the domain of its part and the
 * SHA-256 of the body. There is exactly one way to write each card, and a body that would be written otherwise is refused.
 */
public final class Card {

    static final String DOMAIN = "comity/card/v1";

    /** A body with the signatures under it. */
    record Part(Octets body, List<CardSignature> signatures) {

        Part {
            signatures = List.copyOf(signatures);
        }
    }

    private static final int MAX_PARTS = 8;
    private static final int MAX_SIGNATURES = 8;

    private final byte[] bytes;
    private final RootCard root;
    private final Part rootPart;
    private final List<NodeCard> nodes;
    private final List<Part> nodeParts;

    private Card(byte[] bytes, Part rootPart, List<Part> nodeParts) {
        this.bytes = bytes;
        this.rootPart = rootPart;
        this.nodeParts = List.copyOf(nodeParts);
        this.root = RootCard.parse(rootPart.body().bytes());
        requireOneForm(rootPart, root.encode());
        List<NodeCard> read = new ArrayList<>();
        for (Part part : nodeParts) {
            NodeCard node = NodeCardCodec.parse(part.body().bytes());
            requireOneForm(part, NodeCardCodec.encode(node));
            read.add(node);
        }
        this.nodes = List.copyOf(read);
    }

    /**
     * Reads the form that {@link #armour} gives.
     *
     * @throws CardRefused with {@link CardRefused.Code#MALFORMED} unless this is one card in armour and nothing else
     */
    public static Card parseArmour(String text) {
        return parse(CardArmour.decode(text));
    }

    /**
     * Reads the form that {@link #bytes} gives.
     *
     * @throws CardRefused with {@link CardRefused.Code#MALFORMED} or {@link CardRefused.Code#KEYS_INCOMPLETE}
     */
    public static Card parse(byte[] card) {
        byte[] bytes = card.clone();
        try {
            CborReader in = new CborReader(bytes);
            CborFields.requireMap(in, 3);
            CborFields.requireText(CborFields.at(in, 1), DOMAIN);
            Part root = readPart(CborFields.at(in, 2));
            List<Part> nodes = CborFields.list(CborFields.at(in, 3), MAX_PARTS, Card::readPart);
            in.end();
            return new Card(bytes, root, nodes);
        } catch (CborException | IllegalArgumentException | ArithmeticException | LogException | AgeException e) {
            throw new CardRefused(CardRefused.Code.MALFORMED, "the card is not well formed: " + e.getMessage(), e);
        }
    }

    /** Puts signed parts together. */
    static Card assemble(Part root, List<Part> nodes) {
        CborWriter out = new CborWriter().map(3);
        out.uint(1).text(DOMAIN);
        writePart(out.uint(2), root);
        out.uint(3).array(nodes.size());
        nodes.forEach(part -> writePart(out, part));
        return parse(out.toBytes());
    }

    /** The deterministic CBOR. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The same as text that survives mail: base64 in lines of 64 columns between two marks. */
    public String armour() {
        return CardArmour.encode(bytes);
    }

    /** SHA-256 of the whole card, signatures included. */
    public Hash digest() {
        return Hash.sha256(bytes);
    }

    /**
     * Checks everything that can be checked without asking a person: realm, agreement of the parts, all signatures, the
     * checkpoint, the addresses. What remains is to compare the fingerprint with the member itself.
     *
     * @param ours realm of this node
     * @throws CardRefused with a code other than those of replacement
     */
    public VerifiedCard verify(Realm ours, AddressRule rule) {
        requireRealm(ours);
        requireSameNodes();
        for (NodeCard node : nodes) {
            node.addresses().forEach(rule::check);
        }
        verifySignatures();
        verifyCheckpoints();
        return new VerifiedCard(this);
    }

    RootCard root() {
        return root;
    }

    List<NodeCard> nodes() {
        return nodes;
    }

    Part rootPart() {
        return rootPart;
    }

    List<Part> nodeParts() {
        return nodeParts;
    }

    private void requireRealm(Realm ours) {
        for (NodeCard node : nodes) {
            if (!node.realm().equals(root.realm())) {
                throw new CardRefused(
                        CardRefused.Code.WRONG_REALM,
                        "node " + node.node() + " is of realm " + node.realm() + ", its root card of " + root.realm());
            }
        }
        if (!root.realm().equals(ours)) {
            throw new CardRefused(
                    CardRefused.Code.WRONG_REALM,
                    "the card is of realm " + root.realm() + ", this node of " + ours
                            + "; cards of exercises and of the world never mix");
        }
    }

    private void requireSameNodes() {
        for (NodeCard node : nodes) {
            if (!node.member().equals(root.member())) {
                throw new CardRefused(
                        CardRefused.Code.WRONG_MEMBER,
                        "node " + node.node() + " is of " + node.member() + ", its root card of " + root.member());
            }
        }
        List<RootCard.NodeEntry> found = nodes.stream()
                .map(node -> new RootCard.NodeEntry(node.node(), node.origin()))
                .toList();
        if (!found.equals(root.nodes())) {
            throw new CardRefused(
                    CardRefused.Code.NODES_DISAGREE,
                    "the node cards are of " + found + ", the root card lists " + root.nodes());
        }
    }

    private void verifySignatures() {
        IdentityPublicKeys identity = root.identity();
        List<CardSignature.Demanded> vouching = List.of(
                new CardSignature.Demanded(CardSignature.IDENTITY_ED25519, identity.ed25519()),
                new CardSignature.Demanded(CardSignature.IDENTITY_ML_DSA_44, identity.mlDsa44()));
        CardSignature.verifyAll(RootCard.DOMAIN, rootPart.body().bytes(), rootPart.signatures(), vouching);
        for (int i = 0; i < nodes.size(); i++) {
            List<CardSignature.Demanded> demanded = new ArrayList<>(vouching);
            List<VerifierKey> log = nodes.get(i).logKeys();
            demanded.add(demand(CardSignature.LOG_ED25519, log.getFirst()));
            demanded.add(demand(CardSignature.LOG_ML_DSA_44, log.getLast()));
            Part part = nodeParts.get(i);
            CardSignature.verifyAll(NodeCard.DOMAIN, part.body().bytes(), part.signatures(), demanded);
        }
    }

    private static CardSignature.Demanded demand(String label, VerifierKey key) {
        return new CardSignature.Demanded(label, Octets.of(key.publicKey()));
    }

    private void verifyCheckpoints() {
        for (NodeCard node : nodes) {
            try {
                var _ = node.policy().verify(node.checkpoint());
            } catch (LogException e) {
                throw new CardRefused(
                        CardRefused.Code.CHECKPOINT_WRONG,
                        "the checkpoint in the card of " + node.node() + " does not hold: " + e.getMessage(),
                        e);
            }
        }
    }

    private static void requireOneForm(Part part, byte[] written) {
        if (!Arrays.equals(part.body().bytes(), written)) {
            throw new IllegalArgumentException("a part is not written in its one form");
        }
    }

    private static Part readPart(CborReader in) {
        CborFields.requireArray(in, 2);
        Octets body = Octets.of(in.bytes());
        return new Part(body, CborFields.list(in, MAX_SIGNATURES, Card::readSignature));
    }

    private static CardSignature readSignature(CborReader in) {
        CborFields.requireArray(in, 2);
        return new CardSignature(in.text(), Octets.of(in.bytes()));
    }

    private static void writePart(CborWriter out, Part part) {
        out.array(2).bytes(part.body().bytes()).array(part.signatures().size());
        for (CardSignature signature : part.signatures()) {
            out.array(2).text(signature.label()).bytes(signature.value().bytes());
        }
    }
}
