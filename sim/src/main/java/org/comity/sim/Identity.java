package org.comity.sim;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.Authority;
import org.comity.node.directory.AuthorityKind;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.NodeName;
import org.comity.node.directory.OwnCard;
import org.comity.node.directory.SoftwareSigner;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.Entropy;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/**
 * Who a simulated node is: its real keys and its card, all made from the seed.
 *
 * @param card issued when the world began, on an empty log
 * @param profile what the card says beside keys
 * @param offline the keys that sign cards
 */
public record Identity(MemberId member, NodeKeys keys, VerifiedCard card, MemberProfile profile, IdentityKeys offline) {

    static final AuthorityId JUSTICE = new AuthorityId("justice");
    static final AddressRule ADDRESSES = AddressRule.ALLOW_PRIVATE;

    /** A new identity; the same entropy gives the same one. */
    public static Identity create(Realm realm, MemberId member, Entropy entropy, Instant issued) {
        NodeName name = new NodeName("node." + member.code().toLowerCase(Locale.ROOT) + ".example");
        NodeKeys keys = NodeKeys.generate(
                name, PostQuantumIdentity.generate(entropy::fill).recipient(), entropy);
        MemberProfile profile = new MemberProfile(
                realm,
                member,
                Names.of("en", "State " + member.code()),
                name,
                List.of(justice(name)),
                List.of(URI.create("https://" + name.text())),
                List.of(),
                1);
        Checkpoint empty = Checkpoint.of(keys.origin(), TreeHead.EMPTY);
        SignedCheckpoint checkpoint =
                new SignedCheckpoint(empty, new SoftwareSigner(keys).signCheckpoint(empty, issued.getEpochSecond()));
        IdentityKeys offline = IdentityKeys.generate(entropy);
        VerifiedCard card = OwnCard.first(profile, offline, keys, checkpoint, ADDRESSES, issued);
        return new Identity(member, keys, card, profile, offline);
    }

    /** The card after the given one, with another address in front. */
    public VerifiedCard renewed(VerifiedCard earlier, SignedCheckpoint checkpoint, Instant issued) {
        URI added = URI.create("https://" + profile.node().text() + ":"
                + (8_000 + earlier.root().revision()));
        MemberProfile changed =
                profile.withAddresses(List.of(added, profile.addresses().getFirst()));
        return OwnCard.renewed(earlier, changed, offline, keys, checkpoint, ADDRESSES, issued);
    }

    private static Authority justice(NodeName name) {
        return new Authority(
                JUSTICE,
                Names.of("en", "Ministry of Justice"),
                name,
                AuthorityKind.CENTRAL_AUTHORITY,
                List.of("en"),
                "24/7",
                List.of(),
                List.of(),
                List.of());
    }
}
