package org.comity.node.bundle;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Role;
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
import org.comity.node.record.Act;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Draft;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Stamp;
import org.comity.node.world.Entropy;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;
import org.comity.tlog.LogProof;
import org.comity.tlog.MemoryTiles;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/** A member with its keys, two officers and a log in memory; the same for the same seed. */
final class TestMember {

    static final long NOW_MS = 1_800_000_000_000L;

    final MemberId id;
    final Realm realm;
    final IdentityKeys identity;
    final NodeKeys keys;
    final OfficerSecretKey first;
    final OfficerSecretKey second;
    final List<TestMember> witnesses = new ArrayList<>();
    private final Entropy entropy;
    private final MemoryTiles tiles = new MemoryTiles();
    private final List<Opening> leaves = new ArrayList<>();
    private long sequence;

    TestMember(String code, Realm realm, long seed) {
        this.id = new MemberId(code);
        this.realm = realm;
        this.entropy = new Random(seed)::nextBytes;
        this.identity = IdentityKeys.generate(entropy);
        this.keys = NodeKeys.generate(
                new NodeName("node." + code.toLowerCase(Locale.ROOT) + ".example"),
                PostQuantumIdentity.generate(entropy::fill).recipient(),
                entropy);
        this.first = OfficerSecretKey.generate(entropy);
        this.second = OfficerSecretKey.generate(entropy);
    }

    VerifiedCard card() {
        AuthorityId justice = new AuthorityId("justice");
        Authority authority = new Authority(
                justice,
                Names.of("en", "Ministry of Justice"),
                keys.node(),
                AuthorityKind.CENTRAL_AUTHORITY,
                List.of("en"),
                "24/7",
                List.of(),
                List.of(),
                List.of());
        MemberProfile profile = new MemberProfile(
                realm,
                id,
                Names.of("en", "Member <" + id + ">"),
                keys.node(),
                List.of(authority),
                List.of(URI.create("https://127.0.0.1:8443")),
                List.of(
                        first.publicKey(Set.of(Role.APPROVER), 0, Long.MAX_VALUE),
                        second.publicKey(Set.of(Role.APPROVER), 0, Long.MAX_VALUE)),
                1);
        return OwnCard.first(
                profile,
                identity,
                keys,
                signed(TreeHead.EMPTY),
                AddressRule.ALLOW_PRIVATE,
                Instant.ofEpochMilli(NOW_MS));
    }

    /** Signs the draft as an approver with each officer. */
    Draft approved(Draft draft, OfficerSecretKey... officers) {
        Draft approved = draft;
        for (OfficerSecretKey officer : officers) {
            approved = approved.withApproval(
                    officer.approve(ApprovalStatement.of(draft, realm, id, Role.APPROVER.word(), NOW_MS)));
        }
        return approved;
    }

    /** Appends a message or own act and gives its place. */
    long log(Draft draft) {
        long number = draft.lane() == org.comity.node.record.Lane.OWN ? 0 : ++sequence;
        byte[] record = Act.encode(draft, new Stamp(realm, id, keys.origin(), number, NOW_MS + leaves.size() * 1000L));
        return log(new Opening(entropy.bytes(32), record));
    }

    long log(Opening opening) {
        leaves.add(opening);
        tiles.append(Hash.leaf(opening.entry().bytes()));
        return leaves.size() - 1L;
    }

    Opening opening(long index) {
        return leaves.get((int) index);
    }

    /** The record with its proof under the present head. */
    ProvenRecord proven(long index) {
        return ProvenRecord.of(opening(index), proof(index, signed(tiles.head())));
    }

    LogProof proof(long index, SignedCheckpoint checkpoint) {
        return LogProof.of(
                index, tiles.tree(checkpoint.checkpoint().head().size()).inclusion(index), checkpoint);
    }

    TreeHead head() {
        return tiles.head();
    }

    SignedCheckpoint signed(TreeHead head) {
        Checkpoint checkpoint = Checkpoint.of(keys.origin(), head);
        SignedCheckpoint signed =
                new SignedCheckpoint(checkpoint, new SoftwareSigner(keys).signCheckpoint(checkpoint, NOW_MS / 1000));
        for (TestMember witness : witnesses) {
            signed = signed.withSignatures(witness.keys.witnessSigners().stream()
                    .map(key -> key.sign(checkpoint, NOW_MS / 1000 + 5))
                    .toList());
        }
        return signed;
    }
}
