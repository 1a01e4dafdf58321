package org.comity.node.evidence;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.Workers;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.LogIdentity;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.ledger.Work;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Draft;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Migration;
import org.comity.node.store.Migrator;
import org.comity.node.store.SqliteStore;
import org.comity.node.world.Guard;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.Pin;
import org.comity.node.world.Signer;
import org.comity.node.world.World;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Hash;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;

/** A node with a real ledger and store, and in place of the exchange a wire that hands messages and calls straight over. */
final class TestNode {
    static final AuthorityId JUSTICE = new AuthorityId("justice");
    static final Source OFFICER = new Source("officer:of-1");
    static final Handling HANDLING = new Handling("of-1", "Lab 2", "imager 4.2", "order 17/2026", "");

    /** What a peer's answer becomes on its way. */
    UnaryOperator<PeerAnswer> wire = answer -> answer;

    boolean reachable = true;
    final List<PeerCall> served = new ArrayList<>();
    final List<BodyRefused> refusals = new ArrayList<>();
    final MemberId member;
    final ChangeableBlobs blobs = new ChangeableBlobs();
    final MemoryPartials partials = new MemoryPartials();
    final PostQuantumIdentity vaultKey;
    MemoryStore store = SqliteStore.inMemory();
    private final Loop loop;
    private final Map<MemberId, TestNode> net;
    private final Random random;
    private final MemoryGuard guard = new MemoryGuard();
    private final byte[] storageKey = new byte[32];
    private long fetchOnArrival = Long.MAX_VALUE;
    Ledger ledger;
    Evidence evidence;

    TestNode(String code, Loop loop, Map<MemberId, TestNode> net) {
        this.member = new MemberId(code);
        this.loop = loop;
        this.net = net;
        this.random = Sizes.random(code.hashCode());
        this.vaultKey = PostQuantumIdentity.generate(random::nextBytes);
        List<Migration> tables = new ArrayList<>(Ledger.migrations());
        tables.add(Evidence.migration());
        Migrator.migrate(store, tables);
        net.put(member, this);
        this.ledger = openLedger();
        this.evidence = openEvidence();
        begin();
    }

    static TestNode[] pair(Loop loop) {
        Map<MemberId, TestNode> net = new HashMap<>();
        return new TestNode[] {new TestNode("AA", loop, net), new TestNode("BB", loop, net)};
    }

    /** The process ends at once and starts again on what was durable. */
    void restart() {
        partials.crash();
        store = SqliteStore.inMemory(store.image());
        ledger = openLedger();
        evidence = openEvidence();
        begin();
    }

    void fetchOnArrival(long bytes) {
        fetchOnArrival = bytes;
        evidence = openEvidence();
        evidence.start();
    }

    private World world() {
        return new World(loop, loop, random::nextBytes, loop, this::ask, store, blobs, new PaperSigner(), guard);
    }

    private Ledger openLedger() {
        return Ledger.open(
                world(),
                new LogIdentity(Realm.WORLD, member, "node." + member.code().toLowerCase(Locale.ROOT) + "/log/g1"),
                new CaseKeys(storageKey, random::nextBytes));
    }

    private Evidence openEvidence() {
        return new Evidence(
                world(),
                ledger,
                this::send,
                new VaultKeys(List.of(vaultKey.recipient()), List.of(vaultKey)),
                partials,
                Workers.callingThread(),
                m -> Optional.ofNullable(net.get(m))
                        .filter(node -> node.reachable)
                        .map(TestNode::address),
                new EvidenceSettings(JUSTICE, "vault of " + member, "comity test", fetchOnArrival));
    }

    private void begin() {
        ledger.start();
        evidence.start();
    }

    private PeerAddress address() {
        return new PeerAddress(
                member,
                List.of(),
                Set.of(new Pin(Hash.sha256(vaultKey.recipient().bytes()))));
    }

    private void ask(PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back) {
        TestNode peer = node(to.member());
        loop.soon(() -> {
            peer.served.add(call);
            peer.evidence
                    .resource()
                    .answer(
                            member,
                            call,
                            answer -> loop.soon(() -> back.accept(new Outcome.Done<>(peer.wire.apply(answer)))));
        });
    }

    private Logged send(Turn turn, Draft draft) {
        Logged logged = turn.append(draft);
        MemberId to = new MemberId(draft.recipient().text().orElseThrow());
        turn.afterCommit(() -> loop.soon(() -> node(to).receive(member, logged)));
        return logged;
    }

    private TestNode node(MemberId member) {
        return Optional.ofNullable(net.get(member)).orElseThrow();
    }

    void receive(MemberId from, Logged logged) {
        ledger.submit(new Source("peer:" + from), turn -> {
            try {
                evidence.received(
                        turn,
                        new Received(
                                from, logged.act(), logged.index(), logged.entry(), "case-of-" + from, turn.now()));
            } catch (BodyRefused e) {
                refusals.add(e);
            }
            return true;
        });
    }

    <T> T work(Work<T> work) {
        return loop.result(ledger.submit(OFFICER, work));
    }

    /** What a work was refused with. */
    Refused refusal(Work<?> work) {
        var stage = ledger.submit(OFFICER, work).toCompletableFuture();
        loop.runUntil(stage::isDone);
        if (stage.isCompletedExceptionally() && stage.exceptionNow() instanceof Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused");
    }

    Item takeIn(byte[] plain) {
        return takeIn(plain, Optional.empty());
    }

    Item takeIn(byte[] plain, Optional<ItemId> redactedFrom) {
        return loop.result(evidence.takeIn(
                OFFICER,
                new Intake("case-7", "disk.img", "application/octet-stream", Terms.NONE, redactedFrom, HANDLING),
                Channels.newChannel(new ByteArrayInputStream(plain)),
                done -> {}));
    }

    PreparedOffer prepare(ItemId item, TestNode to) {
        return loop.result(evidence.prepareOffer(item, to.member, to.vaultKey.recipient()));
    }

    /** Offers an item and gives the root of its encryption. */
    Hash offer(ItemId item, TestNode to, Terms terms) {
        PreparedOffer prepared = prepare(item, to);
        work(turn ->
                evidence.offer(turn, prepared, new OfferTerms(Optional.empty(), Optional.empty(), terms), HANDLING));
        return prepared.root();
    }

    PeerAnswer answer(MemberId from, PeerCall call) {
        List<PeerAnswer> answers = new ArrayList<>();
        evidence.resource().answer(from, call, answers::add);
        loop.runUntil(() -> !answers.isEmpty());
        return answers.getFirst();
    }

    List<CustodyEvent> custody(ItemId item) {
        return evidence.custody(item).stream().map(CustodyEntry::event).toList();
    }

    private static final class MemoryGuard implements Guard {
        private Optional<TreeHead> newest = Optional.empty();

        @Override
        public void remember(TreeHead head) {
            newest = Optional.of(head);
        }

        @Override
        public Optional<TreeHead> newest() {
            return newest;
        }
    }

    /** Signs nothing that anyone verifies here. */
    private static final class PaperSigner implements Signer {
        @Override
        public List<VerifierKey> logKeys() {
            return List.of();
        }

        @Override
        public List<NoteSignature> signCheckpoint(Checkpoint checkpoint, long posixSeconds) {
            return List.of(NoteSignature.of(checkpoint.origin(), 1, new byte[64]));
        }
    }
}
