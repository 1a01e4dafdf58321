package org.comity.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.StorageFailed;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifiedCheckpoint;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final LedgerFixture fixture = new LedgerFixture();

    private VerifiedCheckpoint released() {
        SignedCheckpoint note = fixture.ledger.released().orElseThrow();
        return new CheckpointPolicy(LedgerFixture.IDENTITY.origin(), fixture.signer.logKeys()).verify(note);
    }

    private static void assertRefused(CompletionStage<?> stage, Refused.Code code) {
        assertThatThrownBy(() -> stage.toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void everyActStandsInTheReleasedLog() {
        List<Logged> acts = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            CompletionStage<Logged> stage = fixture.append("note " + i);
            if (i % 7 == 0) {
                fixture.steps.runAll();
            }
            stage.thenAccept(acts::add);
        }
        fixture.steps.runAll();
        assertThat(acts).hasSize(600);
        VerifiedCheckpoint checkpoint = released();
        Tree tree = new Tree(fixture.ledger.tiles(), checkpoint.head().size());
        for (Logged act : acts) {
            checkpoint.includes(act.entry().bytes(), act.index(), tree.inclusion(act.index()));
        }
    }

    @Test
    void manyWorksShareOneCommit() {
        int before = fixture.store.commits();
        for (int i = 0; i < 500; i++) {
            fixture.append("note " + i);
        }
        fixture.steps.runAll();
        assertThat(fixture.store.commits() - before).isEqualTo(1);
        assertThat(fixture.ledger.committed().size()).isEqualTo(500);
    }

    @Test
    void oneBadWorkInBatch() {
        CompletionStage<Logged> good = fixture.append("good");
        CompletionStage<Logged> bad = fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
            turn.append(LedgerFixture.note("never"));
            throw new Refused(Refused.Code.INVALID, "this work is wrong", "do not do it");
        });
        CompletionStage<Logged> bug = fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
            turn.append(LedgerFixture.note("never either"));
            throw new IllegalStateException("a bug");
        });
        CompletionStage<Logged> alsoGood = fixture.append("also good");
        fixture.steps.runAll();
        assertThat(good.toCompletableFuture().join().index()).isZero();
        assertThat(alsoGood.toCompletableFuture().join().index()).isEqualTo(1);
        assertRefused(bad, Refused.Code.INVALID);
        assertThatThrownBy(() -> bug.toCompletableFuture().join()).hasRootCauseMessage("a bug");
        assertThat(released().head().size()).isEqualTo(2);
    }

    @Test
    void aFailingPartIsUndoneAlone() {
        CompletionStage<Logged> stage = fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
            Logged first = turn.append(LedgerFixture.note("first"));
            assertThatThrownBy(() -> turn.attempt(part -> {
                        part.append(LedgerFixture.note("undone"));
                        throw new IllegalStateException("undo me");
                    }))
                    .hasMessage("undo me");
            turn.append(LedgerFixture.note("second"));
            return first;
        });
        fixture.steps.runAll();
        assertThat(stage.toCompletableFuture().join().index()).isZero();
        assertThat(fixture.ledger.committed().size()).isEqualTo(2);
    }

    @Test
    void sequencesRunWithoutGapsAcrossAFailure() {
        List<CompletionStage<Logged>> stages = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boolean fails = i == 2;
            stages.add(fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
                Logged logged = turn.append(Draft.of(
                        new Kind("test.message"),
                        Recipient.one(new MemberId("XB")),
                        Lane.ORDINARY,
                        "text/plain",
                        new byte[] {1}));
                if (fails) {
                    throw new IllegalStateException("no");
                }
                return logged;
            }));
        }
        fixture.steps.runAll();
        assertThat(stages.stream()
                        .filter(stage -> !stage.toCompletableFuture().isCompletedExceptionally())
                        .map(stage -> stage.toCompletableFuture().join().act().sequence()))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aTurnThatIsKeptFails() {
        AtomicReference<Turn> kept = new AtomicReference<>();
        fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
            kept.set(turn);
            return true;
        });
        fixture.steps.runAll();
        assertThatThrownBy(() -> kept.get().append(LedgerFixture.note("late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this turn is over");
    }

    @Test
    void nothingUnsignedLeavesWhileTheKeyModuleIsDown() {
        fixture.signer.broken = true;
        CompletionStage<Logged> first = fixture.append("logged, not yet signed");
        fixture.steps.runAll();
        CompletionStage<Logged> second = fixture.append("also logged");
        fixture.steps.runAll();
        assertThat(fixture.ledger.committed().size()).isEqualTo(2);
        assertThat(first.toCompletableFuture().isDone()).isFalse();
        assertThat(second.toCompletableFuture().isDone()).isFalse();
        assertThat(fixture.ledger.released()).isEmpty();
        fixture.signer.broken = false;
        fixture.steps.fireTimers();
        fixture.steps.runAll();
        assertThat(first.toCompletableFuture().join().index()).isZero();
        assertThat(fixture.signer.signed).containsExactly(fixture.ledger.committed());
    }

    @Test
    void aListenerThatFailsDoesNotHoldUpLaterHeads() {
        fixture.ledger.onRelease(note -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        fixture.append("one");
        fixture.steps.runThread();
        CompletionStage<Logged> second = fixture.append("two");
        fixture.steps.runAll();
        assertThat(second.toCompletableFuture().join().index()).isEqualTo(1);
        assertThat(released().head().size()).isEqualTo(2);
    }

    @Test
    void commitsRunAheadOfASlowSigner() {
        fixture.append("one");
        fixture.steps.runThread();
        fixture.append("two");
        fixture.steps.runThread();
        fixture.append("three");
        fixture.steps.runThread();
        assertThat(fixture.ledger.committed().size()).isEqualTo(3);
        fixture.steps.runAll();
        assertThat(fixture.signer.signed.stream().map(TreeHead::size)).containsExactly(0L, 3L);
    }

    @Test
    void commitLandsAlthoughItsOutcomeWasUnknown() {
        fixture.store.landNextCommitUnseen();
        CompletionStage<Logged> act = fixture.append("landed");
        fixture.steps.runAll();
        assertThat(act.toCompletableFuture().join().index()).isZero();
        assertThat(fixture.logged("next").index()).isEqualTo(1);
        assertThat(released().head().size()).isEqualTo(2);
    }

    /** It does not move the head, so the head cannot tell whether it happened. */
    @Test
    void unknownCommitWithoutALeafIsNeverReportedAsDone() {
        fixture.logged("before");
        fixture.store.loseNextCommit();
        CompletionStage<Integer> kept = fixture.ledger.submit(
                LedgerFixture.OFFICER,
                turn -> turn.sql()
                        .update("INSERT INTO ledger_case_key (case_id, wrapped) VALUES ('kept', zeroblob(1))"));
        fixture.steps.runAll();
        assertThatThrownBy(() -> kept.toCompletableFuture().join()).hasCauseInstanceOf(StorageFailed.class);
        assertRefused(fixture.append("after the end"), Refused.Code.STOPPED);
        assertThat(fixture.restarted().logged("after the restart").index()).isEqualTo(1);
    }

    @Test
    void whoHearsThatItsWorkFailedMayReadTheDatabase() {
        List<Long> leaves = new ArrayList<>();
        CompletionStage<Logged> bad = fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
            throw new Refused(Refused.Code.INVALID, "no", "say yes");
        });
        bad.whenComplete((done, failure) -> {
            try (var snapshot = fixture.memory.snapshot()) {
                leaves.add(snapshot.sql().number("SELECT count(*) FROM ledger_leaf"));
            }
        });
        fixture.append("good");
        fixture.steps.runAll();
        assertThat(leaves).containsExactly(1L);
    }

    @Test
    void commitThatDidNotHappenStopsTheLedgerAndTheNextStartIsClean() {
        fixture.logged("before");
        List<Throwable> stops = new ArrayList<>();
        fixture.ledger.onStop(stops::add);
        fixture.store.loseNextCommit();
        CompletionStage<Logged> lost = fixture.append("lost");
        fixture.steps.runAll();
        assertThatThrownBy(() -> lost.toCompletableFuture().join()).hasCauseInstanceOf(StorageFailed.class);
        assertThat(stops).hasSize(1);
        assertRefused(fixture.append("after the end"), Refused.Code.STOPPED);
        LedgerFixture again = fixture.restarted();
        assertThat(again.ledger.committed().size()).isEqualTo(1);
        assertThat(again.logged("after the restart").index()).isEqualTo(1);
        assertOneRootPerSize();
    }

    @Test
    void fsyncFails() {
        fixture.logged("before");
        fixture.store.failNextStatement(false);
        CompletionStage<Logged> failed = fixture.append("on a broken disk");
        fixture.steps.runAll();
        assertThatThrownBy(() -> failed.toCompletableFuture().join()).hasCauseInstanceOf(StorageFailed.class);
        assertRefused(fixture.append("after the end"), Refused.Code.STOPPED);
        assertThat(fixture.restarted().logged("after the restart").index()).isEqualTo(1);
        assertOneRootPerSize();
    }

    private void assertOneRootPerSize() {
        for (TreeHead head : fixture.signer.signed) {
            assertThat(fixture.signer.signed.stream().filter(other -> other.size() == head.size()))
                    .allMatch(head::equals);
        }
    }

    @Test
    void restoreDatabaseOnly() {
        fixture.logged("one");
        byte[] backup = fixture.memory.image();
        fixture.logged("two");
        assertThatThrownBy(() -> fixture.restartedOn(backup))
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("older copy");
    }

    @Test
    void anEntryThatWasChangedOnDiskIsFoundAtTheStart() {
        fixture.logged("one");
        fixture.logged("two");
        try (var tx = fixture.memory.begin()) {
            tx.sql().update("UPDATE ledger_leaf SET entry = ? WHERE idx = 0", new byte[32]);
            tx.commit();
        } catch (org.comity.node.store.CommitUnknown e) {
            throw new AssertionError(e);
        }
        assertThatThrownBy(fixture::restarted)
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("the database was changed");
    }

    @Test
    void anOldEntryInAFullTileThatWasChangedIsFoundAtTheStart() throws Exception {
        for (int i = 0; i < 700; i++) {
            fixture.append("note " + i);
        }
        fixture.steps.runAll();
        try (var tx = fixture.memory.begin()) {
            tx.sql().update("UPDATE ledger_leaf SET entry = ? WHERE idx = 100", new byte[32]);
            tx.commit();
        }
        assertThatThrownBy(fixture::restarted).isInstanceOf(LedgerCorrupt.class).hasMessageContaining("level 1");
    }

    @Test
    void aChangedNextNumberIsFoundAtTheStart() throws Exception {
        fixture.ledger.submit(
                LedgerFixture.OFFICER,
                turn -> turn.append(Draft.of(
                        new Kind("test.message"),
                        Recipient.one(new MemberId("XB")),
                        Lane.ORDINARY,
                        "text/plain",
                        new byte[] {1})));
        fixture.steps.runAll();
        try (var tx = fixture.memory.begin()) {
            tx.sql().update("UPDATE ledger_sequence SET next = 7");
            tx.commit();
        }
        assertThatThrownBy(fixture::restarted)
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("would get the number 7");
    }

    @Test
    void theWholeLogIsReadBack() throws Exception {
        Logged erased = fixture.logged("goes");
        fixture.logged("stays");
        fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
            fixture.ledger.acts().erase(turn, erased.index());
            return true;
        });
        fixture.steps.runAll();
        assertThat(fixture.ledger.checkAll()).isEqualTo(new LedgerCheck.Findings(fixture.ledger.committed(), 1, 1));
    }

    @Test
    void aChangedContentIsFoundWhenTheWholeLogIsRead() throws Exception {
        fixture.logged("one");
        fixture.logged("two");
        try (var tx = fixture.memory.begin()) {
            tx.sql()
                    .update(
                            "UPDATE ledger_leaf SET sealed = (SELECT sealed FROM ledger_leaf WHERE idx = 1) WHERE idx = 0");
            tx.commit();
        }
        assertThatThrownBy(fixture.ledger::checkAll)
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("index 0");
    }

    @Test
    void erasedThenProved() throws Exception {
        Logged act = fixture.logged("a name that must go");
        Logged other = fixture.logged("stays");
        CompletionStage<Boolean> erased = fixture.ledger.submit(LedgerFixture.OFFICER, turn -> {
            fixture.ledger.acts().erase(turn, act.index());
            return true;
        });
        fixture.steps.runAll();
        assertThat(erased.toCompletableFuture().join()).isTrue();
        assertThatThrownBy(() -> fixture.ledger.acts().at(act.index())).isInstanceOf(Erased.class);
        VerifiedCheckpoint checkpoint = released();
        Tree tree = new Tree(fixture.ledger.tiles(), checkpoint.head().size());
        checkpoint.includes(act.entry().bytes(), act.index(), tree.inclusion(act.index()));
        assertThat(fixture.ledger.acts().at(other.index())).map(Logged::entry).isEqualTo(Optional.of(other.entry()));
    }

    @Test
    void ownTimeNeverRunsBackwards() {
        Logged first = fixture.logged("first");
        fixture.now = fixture.now.minusSeconds(86_400);
        Logged second = fixture.logged("second");
        assertThat(second.act().timeMs()).isGreaterThanOrEqualTo(first.act().timeMs());
    }

    @Test
    void aFullQueueSaysBusy() {
        for (int i = 0; i < Ledger.QUEUE_WORKS; i++) {
            fixture.append("waits");
        }
        assertRefused(fixture.append("one too many"), Refused.Code.BUSY);
    }

    @Test
    void aFloodOfOneSourceDoesNotStarveAnother() {
        Source flood = new Source("peer:XB");
        for (int i = 0; i < 5_000; i++) {
            fixture.ledger.submit(flood, turn -> turn.append(LedgerFixture.note("flood")));
        }
        CompletionStage<Logged> officer = fixture.append("urgent");
        fixture.steps.runAll();
        assertThat(officer.toCompletableFuture().join().index()).isLessThan(Ledger.TURN_WORKS);
    }

    @Test
    void keysOfAnotherDatabaseAreRefused() {
        fixture.logged("one");
        assertThatThrownBy(() -> LedgerStart.head(
                        worldOf(fixture),
                        new LogIdentity(
                                LedgerFixture.IDENTITY.realm(),
                                LedgerFixture.IDENTITY.member(),
                                "other.example/log/g1")))
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("do not belong together");
    }

    private static org.comity.node.world.World worldOf(LedgerFixture fixture) {
        return new org.comity.node.world.World(
                () -> fixture.now,
                fixture.steps,
                out -> {},
                fixture.steps,
                (to, call, back) -> {},
                fixture.store,
                new org.comity.node.store.MemoryBlobs(),
                fixture.signer,
                fixture.guard);
    }
}
