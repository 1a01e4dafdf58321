package org.comity.node.directory;

import java.time.Instant;
import java.util.List;
import org.comity.node.access.Octets;
import org.comity.tlog.SignedCheckpoint;

/**
 * Writes this member's own card. The identity keys are needed, so it is done where they are kept, not on the running node.
 *
 * <p>The issued time comes from the caller, and so does the checkpoint: a head of our log signed with both log keys.
 */
public final class OwnCard {

    private OwnCard() {}

    /** The first card under an identity, revision 1. */
    public static VerifiedCard first(
            MemberProfile profile,
            IdentityKeys identity,
            NodeKeys keys,
            SignedCheckpoint checkpoint,
            AddressRule rule,
            Instant issued) {
        return build(profile, identity, keys, checkpoint, rule, issued, 1);
    }

    /**
     * A card that peers take in place of an earlier one: every revision is one above the earlier root card's.
     *
     * @param earlier the card issued last
     * @throws CardRefused if the new one would not verify
     */
    public static VerifiedCard renewed(
            VerifiedCard earlier,
            MemberProfile profile,
            IdentityKeys identity,
            NodeKeys keys,
            SignedCheckpoint checkpoint,
            AddressRule rule,
            Instant issued) {
        return renewed(earlier, profile, identity, keys, checkpoint, rule, issued, 1);
    }

    /**
     * A card that peers take in place of an earlier one, also where they hold one that came between.
     *
     * @param earlier the newest card that is at hand
     * @param least the revisions are this one at the least, and above those of the earlier card
     * @throws CardRefused if the new one would not verify
     */
    public static VerifiedCard renewed(
            VerifiedCard earlier,
            MemberProfile profile,
            IdentityKeys identity,
            NodeKeys keys,
            SignedCheckpoint checkpoint,
            AddressRule rule,
            Instant issued,
            long least) {
        long highest = earlier.root().revision();
        for (NodeCard node : earlier.nodes()) {
            highest = Math.max(highest, node.revision());
        }
        return build(profile, identity, keys, checkpoint, rule, issued, Math.max(highest + 1, least));
    }

    private static VerifiedCard build(
            MemberProfile profile,
            IdentityKeys identity,
            NodeKeys keys,
            SignedCheckpoint checkpoint,
            AddressRule rule,
            Instant issued,
            long revision) {
        RootCard root = new RootCard(
                profile.realm(),
                profile.member(),
                profile.names(),
                identity.publicKeys(),
                revision,
                List.of(new RootCard.NodeEntry(profile.node(), keys.origin())),
                profile.authorities(),
                issued.toEpochMilli());
        NodeCard node = new NodeCard(
                profile.realm(),
                profile.member(),
                profile.node(),
                keys.origin(),
                revision,
                profile.lowestVersion(),
                profile.addresses(),
                keys.logKeys(),
                keys.witnessKeys(),
                keys.parcelIdentity().recipient(),
                keys.vaultIdentity().recipient(),
                List.of(keys.tls().pin(), keys.nextTls().pin()),
                keys.dutyKey().publicKey(),
                profile.officers(),
                checkpoint,
                issued.toEpochMilli());
        return sign(root, node, identity, keys).verify(profile.realm(), rule);
    }

    static Card sign(RootCard root, NodeCard node, IdentityKeys identity, NodeKeys keys) {
        byte[] rootBody = root.encode();
        byte[] rootMessage = CardSignature.message(RootCard.DOMAIN, rootBody);
        byte[] nodeBody = NodeCardCodec.encode(node);
        byte[] nodeMessage = CardSignature.message(NodeCard.DOMAIN, nodeBody);
        Card.Part rootPart = new Card.Part(
                Octets.of(rootBody), List.of(identity.signEd25519(rootMessage), identity.signMlDsa44(rootMessage)));
        Card.Part nodePart = new Card.Part(
                Octets.of(nodeBody),
                List.of(
                        identity.signEd25519(nodeMessage),
                        identity.signMlDsa44(nodeMessage),
                        keys.signCardEd25519(nodeMessage),
                        keys.signCardMlDsa44(nodeMessage)));
        return Card.assemble(rootPart, List.of(nodePart));
    }
}
