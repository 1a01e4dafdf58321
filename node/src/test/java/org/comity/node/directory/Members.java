package org.comity.node.directory;

import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Role;
import org.comity.node.access.SeededEntropy;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/** A made-up member with all its keys, the same for the same code. */
final class Members {

    static final Instant ISSUED = Instant.parse("2027-01-01T00:00:00Z");

    final MemberId id;
    final SeededEntropy entropy;
    final NodeName node;
    IdentityKeys identity;
    NodeKeys keys;
    final OfficerSecretKey officer;
    MemberProfile profile;

    Members(String code) {
        this(code, Realm.WORLD);
    }

    Members(String code, Realm realm) {
        this.id = new MemberId(code);
        this.entropy = new SeededEntropy(code.hashCode());
        this.node = new NodeName("node." + code.toLowerCase(Locale.ROOT) + ".example");
        this.identity = IdentityKeys.generate(entropy);
        this.keys = NodeKeys.generate(
                node, PostQuantumIdentity.generate(entropy::fill).recipient(), entropy);
        this.officer = OfficerSecretKey.generate(entropy);
        this.profile = profile(realm);
    }

    private MemberProfile profile(Realm realm) {
        Authority justice = new Authority(
                new AuthorityId("justice"),
                Names.of(Map.of("en", "Ministry of Justice of " + id, "fr", "Ministère de la justice de " + id)),
                node,
                AuthorityKind.CENTRAL_AUTHORITY,
                List.of("en", "fr"),
                "Mon-Fri 08:00-17:00 UTC",
                List.of("+00 000 0000"),
                List.of("justice@" + node),
                List.of());
        OfficerKey key = officer.publicKey(EnumSet.of(Role.APPROVER), 0, Long.MAX_VALUE);
        return new MemberProfile(
                realm,
                id,
                Names.of("en", "Republic of " + id),
                node,
                List.of(justice),
                List.of(URI.create("https://" + node + ":8443")),
                List.of(key),
                1);
    }

    VerifiedCard card() {
        return OwnCard.first(profile, identity, keys, checkpoint(0), AddressRule.PUBLIC_ONLY, ISSUED);
    }

    VerifiedCard renewed(VerifiedCard earlier) {
        return renewed(earlier, 0);
    }

    VerifiedCard renewed(VerifiedCard earlier, long size) {
        return OwnCard.renewed(
                earlier, profile, identity, keys, checkpoint(size), AddressRule.PUBLIC_ONLY, ISSUED.plusSeconds(60));
    }

    SignedCheckpoint checkpoint(long size) {
        Hash root = size == 0 ? Hash.EMPTY_ROOT : Hash.sha256(new byte[] {(byte) size});
        return checkpoint(new TreeHead(size, root));
    }

    SignedCheckpoint checkpoint(TreeHead head) {
        Checkpoint checkpoint = Checkpoint.of(keys.origin(), head);
        return new SignedCheckpoint(
                checkpoint, new SoftwareSigner(keys).signCheckpoint(checkpoint, ISSUED.getEpochSecond()));
    }
}
