package org.comity.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Transaction;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.Test;

class LogSuccessionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T05:00:00Z");
    private static final LogIdentity SECOND =
            new LogIdentity(Realm.WORLD, new MemberId("XA"), "node.xa.example/log/g2");

    @Test
    void aFrozenLogSignsNothingAndTakesNoWorkAlsoAfterARestart() {
        LedgerFixture fixture = new LedgerFixture();
        fixture.logged("before");

        fixture.ledger.freeze("somebody else signs");

        assertRefusedAsFrozen(fixture);
        LedgerFixture restarted = fixture.restarted();
        restarted.steps.runAll();
        assertThat(restarted.ledger.frozen()).contains("somebody else signs");
        assertThat(restarted.ledger.released()).isEmpty();
        assertRefusedAsFrozen(restarted);
    }

    @Test
    void aFrozenLogStillTakesWorksThatLogNothing() {
        LedgerFixture fixture = new LedgerFixture();
        fixture.ledger.freeze("somebody else signs");

        CompletionStage<Long> read = fixture.ledger.submit(
                LedgerFixture.OFFICER, turn -> turn.sql().number("SELECT count(*) FROM ledger_frozen"));
        fixture.steps.runAll();

        assertThat(read.toCompletableFuture()).isCompletedWithValue(1L);
    }

    @Test
    void aWorkThatWaitedForItsSignatureIsRefusedByTheFreeze() {
        LedgerFixture fixture = new LedgerFixture();
        fixture.signer.broken = true;
        CompletionStage<Logged> waiting = fixture.append("committed, not signed");
        fixture.steps.runAll();

        fixture.ledger.freeze("somebody else signs");

        assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void theNextGenerationBeginsWithTheRestoredLeavesAndIsConsistentWithTheClosedLog() {
        LedgerFixture fixture = new LedgerFixture();
        fixture.logged("one");
        TreeHead seenByPeers = fixture.ledger.committed();
        fixture.logged("two");
        MemoryStore restored = SqliteStore.inMemory(fixture.memory.image());

        Generation closed = LogSuccession.declare(restored, SECOND, "the disk died", NOW);
        LedgerFixture next = LedgerFixture.restored(restored, SECOND);
        Logged first = next.logged("three");

        assertThat(closed.end()).isEqualTo(fixture.ledger.committed());
        assertThat(first.index()).isEqualTo(closed.end().size());
        assertThat(first.act().origin()).isEqualTo(SECOND.origin());
        TreeHead grown = next.ledger.committed();
        new CheckpointPolicy(SECOND.origin(), next.signer.logKeys())
                .verify(next.ledger.released().orElseThrow())
                .extendsHead(seenByPeers, new Tree(next.ledger.tiles(), grown.size()).consistency(seenByPeers.size()));
        assertThat(next.ledger.closed()).containsExactly(closed);
        assertThat(next.ledger.holds(LedgerFixture.IDENTITY.origin(), 1)).isTrue();
        assertThat(next.ledger.holds(LedgerFixture.IDENTITY.origin(), 2))
                .as("written after the backup")
                .isFalse();
        assertThat(next.ledger.checkAll().head()).isEqualTo(grown);
    }

    @Test
    void messagesAreNumberedAnewInTheNextGeneration() {
        LedgerFixture fixture = new LedgerFixture();
        send(fixture);
        send(fixture);
        MemoryStore restored = SqliteStore.inMemory(fixture.memory.image());
        LogSuccession.declare(restored, SECOND, "the disk died", NOW);

        LedgerFixture next = LedgerFixture.restored(restored, SECOND);

        assertThat(send(next).act().sequence()).isEqualTo(1);
        assertThat(LedgerFixture.restored(SqliteStore.inMemory(restored.image()), SECOND)
                        .ledger
                        .checkAll()
                        .opened())
                .isEqualTo(3);
    }

    @Test
    void aGenerationCannotBeOpenedTwice() {
        LedgerFixture fixture = new LedgerFixture();
        MemoryStore restored = SqliteStore.inMemory(fixture.memory.image());
        LogSuccession.declare(restored, SECOND, "the disk died", NOW);
        assertThatExceptionOfType(LedgerCorrupt.class)
                .isThrownBy(() -> LogSuccession.declare(restored, SECOND, "again", NOW))
                .withMessageContaining("generation 2");
    }

    @Test
    void aGenerationThatIsLostTooCanBeLeftOut() {
        LedgerFixture fixture = new LedgerFixture();
        fixture.logged("one");
        MemoryStore restored = SqliteStore.inMemory(fixture.memory.image());
        LogIdentity third = new LogIdentity(Realm.WORLD, new MemberId("XA"), "node.xa.example/log/g3");

        LogSuccession.declare(restored, third, "the disk of generation 2 died too", NOW);
        LedgerFixture next = LedgerFixture.restored(restored, third);

        assertThat(next.logged("two").act().origin()).isEqualTo(third.origin());
        assertThat(next.ledger.closed())
                .extracting(Generation::origin)
                .containsExactly(LedgerFixture.IDENTITY.origin());
    }

    @Test
    void aDamagedDatabaseIsNotSucceeded() throws Exception {
        LedgerFixture fixture = new LedgerFixture();
        fixture.logged("one");
        MemoryStore restored = SqliteStore.inMemory(fixture.memory.image());
        try (Transaction tx = restored.begin()) {
            tx.sql().update("UPDATE ledger_leaf SET entry = zeroblob(32) WHERE idx = 0");
            tx.commit();
        }

        assertThatExceptionOfType(LedgerCorrupt.class)
                .isThrownBy(() -> LogSuccession.declare(restored, SECOND, "the disk died", NOW))
                .withMessageContaining("the database was changed");
    }

    @Test
    void theKeysOfTheClosedLogDoNotOpenTheDatabaseAnyMore() {
        LedgerFixture fixture = new LedgerFixture();
        MemoryStore restored = SqliteStore.inMemory(fixture.memory.image());
        LogSuccession.declare(restored, SECOND, "the disk died", NOW);

        assertThatExceptionOfType(LedgerCorrupt.class)
                .isThrownBy(() -> LedgerFixture.restored(restored, LedgerFixture.IDENTITY))
                .withMessageContaining("do not belong together");
    }

    private static Logged send(LedgerFixture fixture) {
        Draft draft = Draft.of(
                new Kind("test.note"), new Recipient.One(new MemberId("XB")), Lane.ORDINARY, "text/plain", new byte[] {1
                });
        CompletionStage<Logged> sent = fixture.ledger.submit(LedgerFixture.OFFICER, turn -> turn.append(draft));
        fixture.steps.runAll();
        return sent.toCompletableFuture().join();
    }

    private static void assertRefusedAsFrozen(LedgerFixture fixture) {
        CompletionStage<Logged> promise = fixture.append("after");
        fixture.steps.runAll();
        assertThatThrownBy(() -> promise.toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(Refused.Code.FROZEN));
    }
}
