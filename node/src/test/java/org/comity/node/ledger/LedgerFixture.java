package org.comity.node.ledger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.FaultyStore;
import org.comity.node.store.MemoryBlobs;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Migrator;
import org.comity.node.store.SqliteStore;
import org.comity.node.world.Crew;
import org.comity.node.world.Guard;
import org.comity.node.world.Outcome;
import org.comity.node.world.Schedule;
import org.comity.node.world.Signer;
import org.comity.node.world.World;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Ed25519SigningKey;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;

/** A ledger on an in-memory database whose thread, crew, clock and signer the test moves by hand. */
final class LedgerFixture {

    static final LogIdentity IDENTITY = new LogIdentity(Realm.WORLD, new MemberId("XA"), "node.xa.example/log/g1");
    static final Source OFFICER = new Source("officer:of-1");

    /** Remembers in memory what a file remembers on disk. */
    static final class MemoryGuard implements Guard {
        Optional<TreeHead> newest = Optional.empty();

        @Override
        public void remember(TreeHead head) {
            newest = Optional.of(head);
        }

        @Override
        public Optional<TreeHead> newest() {
            return newest;
        }
    }

    /** Runs nothing by itself. */
    static final class Steps implements Schedule, Crew {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final ArrayDeque<Runnable> lifted = new ArrayDeque<>();
        private final List<Runnable> timers = new ArrayList<>();

        @Override
        public void soon(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Cancel at(Instant due, Runnable wake) {
            timers.add(wake);
            return () -> timers.remove(wake);
        }

        @Override
        public <T> void lift(Callable<T> pure, Consumer<Outcome<T>> back) {
            lifted.add(() -> {
                Outcome<T> outcome;
                try {
                    outcome = new Outcome.Done<>(pure.call());
                } catch (Exception e) {
                    outcome = new Outcome.Failed<>(e);
                }
                back.accept(outcome);
            });
        }

        /** Runs the node's thread until it has nothing to do; the crew rests. */
        void runThread() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void runCrew() {
            while (!lifted.isEmpty()) {
                lifted.remove().run();
            }
        }

        void runAll() {
            while (!tasks.isEmpty() || !lifted.isEmpty()) {
                runThread();
                runCrew();
            }
        }

        void fireTimers() {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(this::soon);
        }
    }

    /** One log key; it refuses while it is broken, and notes every head it ever signed. */
    static final class TestSigner implements Signer {
        final SigningKey key;
        final List<TreeHead> signed = new ArrayList<>();
        boolean broken;

        TestSigner(LogIdentity identity) {
            key = Ed25519SigningKey.fromSeed(identity.origin(), new byte[32]);
        }

        @Override
        public List<VerifierKey> logKeys() {
            return List.of(key.verifierKey());
        }

        @Override
        public List<NoteSignature> signCheckpoint(Checkpoint checkpoint, long posixSeconds) {
            if (broken) {
                throw new IllegalStateException("the key module is not plugged in");
            }
            signed.add(checkpoint.head());
            return List.of(key.sign(checkpoint, posixSeconds));
        }
    }

    final MemoryStore memory;
    final FaultyStore store;
    final MemoryGuard guard;
    final TestSigner signer;
    final Steps steps = new Steps();
    final Ledger ledger;
    Instant now = Instant.ofEpochMilli(1_800_000_000_000L);

    LedgerFixture() {
        this(SqliteStore.inMemory(), new MemoryGuard(), new TestSigner(IDENTITY), IDENTITY, 1);
    }

    private LedgerFixture(MemoryStore memory, MemoryGuard guard, TestSigner signer, LogIdentity identity, long seed) {
        this.memory = memory;
        this.store = new FaultyStore(memory);
        this.guard = guard;
        this.signer = signer;
        Random random = new Random(seed);
        World world = new World(
                () -> now,
                steps,
                random::nextBytes,
                steps,
                (to, call, back) -> {
                    throw new IllegalStateException("a ledger calls no peer");
                },
                store,
                new MemoryBlobs(),
                signer,
                guard);
        Migrator.migrate(store, Ledger.migrations());
        this.ledger = Ledger.open(world, identity, new CaseKeys(new byte[32], random::nextBytes));
        ledger.start();
    }

    /** The process ended here; a new one opens the same database. */
    LedgerFixture restarted() {
        return new LedgerFixture(memory, guard, signer, IDENTITY, 2);
    }

    /** The process ended, and somebody put an older database back. */
    LedgerFixture restartedOn(byte[] image) {
        return new LedgerFixture(SqliteStore.inMemory(image), guard, signer, IDENTITY, 3);
    }

    /** A declared restore: another guard, another name and key. */
    static LedgerFixture restored(MemoryStore restored, LogIdentity next) {
        return new LedgerFixture(restored, new MemoryGuard(), new TestSigner(next), next, 4);
    }

    static Draft note(String text) {
        return Draft.of(
                new Kind("test.note"),
                Recipient.nobody(),
                Lane.OWN,
                "text/plain",
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    CompletionStage<Logged> append(String text) {
        return ledger.submit(OFFICER, turn -> turn.append(note(text)));
    }

    Logged logged(String text) {
        CompletionStage<Logged> stage = append(text);
        steps.runAll();
        return stage.toCompletableFuture().join();
    }
}
