package org.comity.node.exchange;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.age.Age;
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
import org.comity.node.record.Act;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.record.Stamp;
import org.comity.node.world.PeerAnswer;
import org.comity.tlog.BatchProof;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Hash;
import org.comity.tlog.MemoryTiles;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/**
 * A recognised state that speaks the wire format with keys of its own, and says whatever a test wants said.
 *
 * <p>It has a log, but no database and no scruples: it builds parcels and answers by hand.
 */
final class HostilePeer {

    static final Instant ISSUED = Instant.parse("2026-03-01T08:00:00Z");
    static final Kind LETTER = new Kind("test.letter");

    final MemberId member;
    final Realm realm;
    final NodeKeys keys;
    final VerifiedCard card;
    final Random random;
    private final MemberProfile profile;
    private final IdentityKeys identity;
    MemoryTiles log = new MemoryTiles();

    /** Size of this peer's log that the node holds, as far as the peer knows. */
    long nodeHolds;

    /** Size of the node's log that this peer says it holds. */
    long holdsOfNode;

    private long chains = 1;

    HostilePeer(String code, Realm realm) {
        this(code, realm, "node");
    }

    /** @param node first label of its node's name, which makes keys and origin its own */
    HostilePeer(String code, Realm realm, String node) {
        this.member = new MemberId(code);
        this.realm = realm;
        this.random = new Random((node.equals("node") ? code : node + code).hashCode());
        NodeName name = new NodeName(node + "." + code.toLowerCase(Locale.ROOT) + ".example");
        this.keys = NodeKeys.generate(
                name, PostQuantumIdentity.generate(random::nextBytes).recipient(), random::nextBytes);
        this.profile = new MemberProfile(
                realm,
                member,
                Names.of("en", "State " + code),
                name,
                List.of(new Authority(
                        new AuthorityId("justice"),
                        Names.of("en", "Ministry of Justice"),
                        name,
                        AuthorityKind.CENTRAL_AUTHORITY,
                        List.of("en"),
                        "24/7",
                        List.of(),
                        List.of(),
                        List.of())),
                List.of(URI.create("https://" + name.text())),
                List.of(),
                1);
        this.identity = IdentityKeys.generate(random::nextBytes);
        this.card = OwnCard.first(profile, identity, keys, checkpoint(), AddressRule.ALLOW_PRIVATE, ISSUED);
    }

    /** The same member after a restore: other log keys, a card that names its next log. */
    private HostilePeer(HostilePeer before, TreeHead restored) {
        this.member = before.member;
        this.realm = before.realm;
        this.random = before.random;
        this.profile = before.profile;
        this.identity = before.identity;
        this.keys = before.keys.nextGeneration(random::nextBytes);
        this.card = OwnCard.renewed(
                before.card, profile, identity, keys, checkpoint(restored), AddressRule.ALLOW_PRIVATE, ISSUED);
    }

    HostilePeer nextGeneration(TreeHead restored) {
        return new HostilePeer(this, restored);
    }

    String origin() {
        return keys.origin();
    }

    /** The newest head of its log, with both signatures. */
    SignedCheckpoint checkpoint() {
        return checkpoint(log.head());
    }

    SignedCheckpoint checkpoint(TreeHead head) {
        Checkpoint unsigned = Checkpoint.of(origin(), head);
        return new SignedCheckpoint(
                unsigned, new SoftwareSigner(keys).signCheckpoint(unsigned, ISSUED.getEpochSecond() + head.size()));
    }

    /** Record bytes of a letter of this peer. */
    byte[] record(Recipient to, Lane lane, long sequence, Kind kind, String text) {
        Draft draft = Draft.of(kind, to, lane, "text/plain", text.getBytes(StandardCharsets.UTF_8));
        return Act.encode(draft, new Stamp(realm, member, origin(), sequence, ISSUED.toEpochMilli() + sequence));
    }

    /** Puts a record into the log and makes the item that carries it. */
    Item.Opened logged(Lane lane, long sequence, byte[] record) {
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        Item.Opened item = Item.Opened.of(lane, sequence, log.head().size(), new Opening(salt, record));
        log.append(Hash.leaf(item.entry().bytes()));
        return item;
    }

    /** A logged letter in the ordinary lane. */
    Item.Opened letter(MemberId to, long sequence) {
        return logged(
                Lane.ORDINARY,
                sequence,
                record(Recipient.one(to), Lane.ORDINARY, sequence, LETTER, "letter " + sequence));
    }

    List<Item> letters(MemberId to, long first, long last) {
        List<Item> items = new ArrayList<>();
        for (long sequence = first; sequence <= last; sequence++) {
            items.add(letter(to, sequence));
        }
        return items;
    }

    /** An honest parcel in a chain of its own; the node then holds its head. */
    Parcel parcel(MemberId to, List<? extends Item> items) {
        Parcel parcel = new Parcel(
                realm,
                origin(),
                to,
                ISSUED.toEpochMilli(),
                checkpoint(),
                nodeHolds,
                log.tree(log.head().size()).consistency(nodeHolds),
                batch(items),
                List.copyOf(items),
                List.of(),
                new Chain(chains++, 0, holdsOfNode));
        nodeHolds = log.head().size();
        return parcel;
    }

    BatchProof batch(List<? extends Item> items) {
        TreeSet<Long> indexes = new TreeSet<>();
        items.forEach(item -> indexes.add(item.index()));
        return indexes.isEmpty()
                ? BatchProof.of(List.of())
                : log.tree(log.head().size()).batch(indexes);
    }

    /** A parcel as it travels, sealed to whoever is named. */
    byte[] seal(Parcel parcel, HostilePeer to) {
        return ParcelWriter.write(parcel, to.keys.parcelIdentity().recipient(), random::nextBytes);
    }

    byte[] sealPlain(byte[] plaintext, HostilePeer... to) {
        return Age.seal(
                java.util.Arrays.stream(to)
                        .map(peer -> peer.keys.parcelIdentity().recipient())
                        .toList(),
                plaintext,
                random::nextBytes);
    }

    /** Opens a parcel of the node. */
    Parcel open(byte[] file) {
        return ParcelReader.parse(Age.open(file, List.of(keys.parcelIdentity())));
    }

    /** The answer to a first contact: this peer holds nothing and expects 1 everywhere. */
    PeerAnswer helloNothing() {
        return hello(Optional.empty(), new TreeMap<>());
    }

    /** What this peer says the time is. */
    long clockMs = ISSUED.toEpochMilli();

    /** The log of the node under test. */
    String about = "node.xa.example/log/g1";

    PeerAnswer hello(Optional<byte[]> held, SortedMap<Lane, Long> next) {
        return PeerAnswer.of(
                200, Hello.MEDIA_TYPE, new Hello(realm, held, next, clockMs, Limits.VERSION, about, 1).encode());
    }

    /** A receipt for an item of the node's parcel, as this peer words it. */
    ReceivedBody receiptBody(Parcel parcel, Item item, Hash entry) {
        return new ReceivedBody(
                parcel.origin(),
                item.lane(),
                item.sequence(),
                item.index(),
                entry,
                parcel.checkpoint().checkpoint().head(),
                Disposition.ACCEPTED,
                Optional.empty());
    }

    /** Puts receipts for a member into the log and answers with them. */
    PeerAnswer receipts(MemberId to, long base, List<ReceivedBody> bodies) {
        List<Item> items = new ArrayList<>();
        for (ReceivedBody body : bodies) {
            Draft draft =
                    Draft.of(ReceivedBody.KIND, Recipient.one(to), Lane.OWN, ReceivedBody.MEDIA_TYPE, body.encode());
            items.add(logged(
                    Lane.OWN, 0, Act.encode(draft, new Stamp(realm, member, origin(), 0, ISSUED.toEpochMilli()))));
        }
        ConsistencyProof consistency = log.tree(log.head().size()).consistency(base);
        return PeerAnswer.of(
                200,
                Answer.MEDIA_TYPE,
                new Answer(
                                realm,
                                origin(),
                                checkpoint(),
                                base,
                                consistency,
                                batch(items),
                                items,
                                new TreeMap<>(),
                                Optional.empty(),
                                List.of())
                        .encode());
    }
}
