package org.comity.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.access.Officers;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.Authority;
import org.comity.node.directory.AuthorityKind;
import org.comity.node.directory.Comparison;
import org.comity.node.directory.Directory;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeKeys;
import org.comity.node.directory.NodeName;
import org.comity.node.directory.OwnCard;
import org.comity.node.directory.SoftwareSigner;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.LogIdentity;
import org.comity.node.ledger.Source;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.store.MemoryBlobs;
import org.comity.node.store.Migration;
import org.comity.node.store.Migrator;
import org.comity.node.store.Snapshot;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Store;
import org.comity.node.world.Crew;
import org.comity.node.world.Entropy;
import org.comity.node.world.Guard;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.Schedule;
import org.comity.node.world.World;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Greetings that name a newer card, and what is done about them. */
class NewCardsTest {

    private static final Realm REALM = Realm.exercise("cards");
    private static final MemberId SELF = new MemberId("XS");
    private static final MemberId PEER = new MemberId("XA");

    private final Entropy entropy = new Random(11)::nextBytes;
    private final Loop loop = new Loop();
    private final List<PeerCall> calls = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private final NodeName name = new NodeName("node.xa.example");
    private final NodeKeys keys =
            NodeKeys.generate(name, PostQuantumIdentity.generate(entropy::fill).recipient(), entropy);
    private IdentityKeys identity = IdentityKeys.generate(entropy);
    private final VerifiedCard first =
            OwnCard.first(profile(PEER), identity, keys, checkpoint(keys), AddressRule.ALLOW_PRIVATE, loop.instant());
    private PeerAnswer answer = PeerAnswer.of(503, "application/cbor", new byte[0]);
    private final Store store = SqliteStore.inMemory();
    private final Ledger ledger = ledger();
    private final Directory directory = directory();
    private NewCards newCards;

    @BeforeEach
    void recognise() {
        newCards = new NewCards(world(), ledger, directory, (about, why) -> alarms.add(about + ": " + why));
        CompletableFuture<?> admitted = ledger.submit(
                        Source.NODE, turn -> directory.admit(turn, first, Comparison.DEMO, List.of()))
                .toCompletableFuture();
        loop.run();
        assertThat(admitted).isCompleted();
    }

    @Test
    void aRevisionThatIsHeldIsNotAskedFor() {
        greeted(1);
        newCards.greeted(new MemberId("XB"), 5);
        assertThat(calls).isEmpty();
    }

    @Test
    void takesWhatChangesUnderTheSameLog() {
        VerifiedCard next = renewed(first, keys);
        offers(next);
        greeted(2);
        assertThat(calls).containsExactly(calls.getFirst()).first().satisfies(call -> {
            assertThat(call.method()).isEqualTo("GET");
            assertThat(call.path()).isEqualTo("/peer/v1/card");
        });
        assertThat(held()).isEqualTo(next.digest().hex());
        assertThat(alarms).isEmpty();
    }

    @Test
    void anotherLogIsOfferedWithAnAlarm() {
        VerifiedCard second = renewed(first, keys.nextGeneration(entropy));
        offers(second);
        greeted(2);
        assertThat(held()).isEqualTo(first.digest().hex());
        assertThat(directory.offered(PEER).orElseThrow().card().digest()).isEqualTo(second.digest());
        assertThat(alarms).singleElement().asString().contains("another log, node.xa.example/log/g2");
        loop.pass(120);
        greeted(2);
        assertThat(calls).as("the offered revision is not asked for again").hasSize(1);
    }

    @Test
    void anotherIdentityIsToldAndNotKept() {
        identity = IdentityKeys.generate(entropy);
        offers(renewed(first, keys.nextGeneration(entropy)));
        greeted(2);
        assertThat(directory.offered(PEER)).isEmpty();
        assertThat(alarms).singleElement().asString().contains("another identity");
    }

    @Test
    void theCardOfAnotherMemberIsToldAndNotKept() {
        MemberId other = new MemberId("XB");
        NodeKeys others = NodeKeys.generate(
                new NodeName("node.xb.example"),
                PostQuantumIdentity.generate(entropy::fill).recipient(),
                entropy);
        offers(OwnCard.first(
                profile(other),
                IdentityKeys.generate(entropy),
                others,
                checkpoint(others),
                AddressRule.ALLOW_PRIVATE,
                loop.instant()));
        greeted(2);
        assertThat(directory.peer(other)).isEmpty();
        assertThat(directory.offered(other)).isEmpty();
        assertThat(alarms).singleElement().asString().contains("a card of XB for its own");
    }

    @Test
    void bytesThatAreNoCardAreTold() {
        answer = PeerAnswer.of(200, "application/cbor", new byte[] {1, 2, 3});
        greeted(2);
        assertThat(alarms).singleElement().asString().contains("is not taken");
    }

    @Test
    void aMemberThatCountsUpIsAskedOnceAMinute() {
        offers(first);
        for (int revision = 2; revision < 60; revision++) {
            greeted(revision);
        }
        assertThat(calls).hasSize(1);
        loop.pass(61);
        assertThat(calls).hasSize(2);
    }

    @Test
    void aNodeThatCannotAnswerYetIsAskedAgainAFewTimes() {
        VerifiedCard second = renewed(first, keys.nextGeneration(entropy));
        greeted(2);
        loop.pass(61);
        assertThat(calls).hasSize(2);
        offers(second);
        loop.pass(61);
        assertThat(directory.offered(PEER)).isPresent();

        answer = PeerAnswer.of(503, "application/cbor", new byte[0]);
        greeted(50);
        loop.pass(3_600);
        assertThat(calls.size()).isLessThan(20);
    }

    @Test
    void aFrozenNodeAsksNobody() {
        ledger.freeze("somebody else signs");
        greeted(2);
        assertThat(calls).isEmpty();
    }

    private void greeted(long revision) {
        newCards.greeted(PEER, revision);
        loop.run();
    }

    private void offers(VerifiedCard card) {
        answer = PeerAnswer.of(200, "application/cbor", card.card().bytes());
    }

    private String held() {
        return directory.peer(PEER).orElseThrow().card().digest().hex();
    }

    private VerifiedCard renewed(VerifiedCard earlier, NodeKeys with) {
        return OwnCard.renewed(
                earlier,
                profile(PEER),
                identity,
                with,
                checkpoint(with),
                AddressRule.ALLOW_PRIVATE,
                loop.instant().plusSeconds(1));
    }

    private SignedCheckpoint checkpoint(NodeKeys with) {
        Checkpoint empty = Checkpoint.of(with.origin(), TreeHead.EMPTY);
        return new SignedCheckpoint(
                empty,
                new SoftwareSigner(with).signCheckpoint(empty, loop.instant().getEpochSecond()));
    }

    private static MemberProfile profile(MemberId member) {
        NodeName node = new NodeName("node." + member.code().toLowerCase(Locale.ROOT) + ".example");
        Authority contact = new Authority(
                new AuthorityId("contact"),
                Names.of("en", "Contact point"),
                node,
                AuthorityKind.CONTACT_POINT_24_7,
                List.of("en"),
                "24/7",
                List.of(),
                List.of(),
                List.of());
        return new MemberProfile(
                REALM,
                member,
                Names.of("en", "Member " + member),
                node,
                List.of(contact),
                List.of(URI.create("https://" + node)),
                List.of(),
                1);
    }

    private Ledger ledger() {
        List<Migration> migrations = new ArrayList<>(Ledger.migrations());
        migrations.addAll(Directory.MIGRATIONS);
        migrations.addAll(Officers.MIGRATIONS);
        Migrator.migrate(store, migrations);
        Ledger opened = Ledger.open(
                world(),
                new LogIdentity(REALM, SELF, ownKeys().origin()),
                new CaseKeys(ownKeys().revealStorageKey(), entropy));
        opened.start();
        return opened;
    }

    private Directory directory() {
        try (Snapshot snapshot = store.snapshot()) {
            return Directory.load(REALM, SELF, AddressRule.ALLOW_PRIVATE, snapshot.sql());
        }
    }

    private static NodeKeys ownKeys() {
        Entropy own = new Random(7)::nextBytes;
        return NodeKeys.generate(
                new NodeName("node.xs.example"),
                PostQuantumIdentity.generate(own::fill).recipient(),
                own);
    }

    private World world() {
        return new World(
                loop,
                loop,
                entropy,
                loop,
                (to, call, back) -> {
                    calls.add(call);
                    PeerAnswer given = answer;
                    loop.soon(() -> back.accept(new Outcome.Done<>(given)));
                },
                store,
                new MemoryBlobs(),
                new SoftwareSigner(ownKeys()),
                new NoGuard());
    }

    private static final class NoGuard implements Guard {
        @Override
        public void remember(TreeHead head) {}

        @Override
        public Optional<TreeHead> newest() {
            return Optional.empty();
        }
    }

    /** The node's thread, its crew and its clock, moved by hand. */
    private static final class Loop implements Schedule, Crew, InstantSource {

        private record Timer(Instant due, long order, Runnable wake) {}

        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final PriorityQueue<Timer> timers =
                new PriorityQueue<>(java.util.Comparator.comparing(Timer::due).thenComparing(Timer::order));
        private Instant now = Instant.parse("2026-03-01T05:00:00Z");
        private long order;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public void soon(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Cancel at(Instant due, Runnable wake) {
            Timer timer = new Timer(due, order++, wake);
            timers.add(timer);
            return () -> timers.remove(timer);
        }

        @Override
        public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {
            soon(() -> {
                Outcome<T> outcome;
                try {
                    outcome = new Outcome.Done<>(pure.call());
                } catch (Exception e) {
                    outcome = new Outcome.Failed<>(e);
                }
                back.accept(outcome);
            });
        }

        void run() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void pass(long seconds) {
            Instant until = now.plusSeconds(seconds);
            run();
            while (!timers.isEmpty() && !timers.peek().due().isAfter(until)) {
                Timer next = timers.remove();
                now = next.due().isAfter(now) ? next.due() : now;
                next.wake().run();
                run();
            }
            now = until;
        }
    }
}
