package org.comity.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.comity.node.store.MemoryBlobs;
import org.comity.node.store.Migrator;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Store;
import org.comity.node.world.World;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A power cut leaves the write-ahead log of the database torn: cut after a frame, within one, or with a bit of one changed. What was
 * acknowledged before the torn place survives; what came after it is gone as a whole; and where something that was signed is gone, the
 * guard stops the start.
 *
 * <p>{@code -Dcuts=} says how often it is torn in each way, {@code -Dseed=} where.
 */
final class TornWalTest {

    private static final int COMMITS = 50;
    private static final int CUTS = Integer.getInteger("cuts", 30);
    private static final int WAL_HEADER = 32;
    private static final int FRAME = 24 + 4_096;

    /** The end of the WAL after a commit, and what was acknowledged by then. */
    private record Mark(long walBytes, TreeHead head) {}

    @TempDir
    Path place;

    private final long seed = Long.getLong("seed", 1);
    private final Random random = new Random(seed);
    private final List<Mark> marks = new ArrayList<>();
    private byte[] database = new byte[0];
    private byte[] wal = new byte[0];

    @BeforeEach
    void writeAHistory() throws IOException {
        Path folder = place.resolve("whole");
        try (SqliteStore store = SqliteStore.open(folder)) {
            var guard = new LedgerFixture.MemoryGuard();
            var steps = new LedgerFixture.Steps();
            Ledger ledger = open(store, guard, steps);
            ledger.start();
            steps.runAll();
            for (int i = 0; i < COMMITS; i++) {
                var acts = new ArrayList<CompletionStage<Logged>>();
                for (int j = random.nextInt(4); j >= 0; j--) {
                    String text = "note " + i + "x".repeat(random.nextInt(9_000));
                    acts.add(ledger.submit(LedgerFixture.OFFICER, turn -> turn.append(LedgerFixture.note(text))));
                }
                steps.runAll();
                assertThat(acts)
                        .allSatisfy(act -> assertThat(act.toCompletableFuture()).isCompleted());
                marks.add(new Mark(Files.size(folder.resolve("comity.db-wal")), ledger.committed()));
            }
            database = Files.readAllBytes(folder.resolve("comity.db"));
            wal = Files.readAllBytes(folder.resolve("comity.db-wal"));
        }
        assertThat(marks).extracting(Mark::walBytes).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void cutAfterAnyFrameKeepsEveryCommitBeforeIt() throws IOException {
        long frames = (wal.length - WAL_HEADER) / FRAME;
        for (int i = 0; i < CUTS; i++) {
            int cut = WAL_HEADER + (int) (random.nextLong(frames + 1) * FRAME);
            requireSurvivors("cut to " + cut, Arrays.copyOf(wal, cut), cut);
        }
    }

    @Test
    void cutWithinAFrameKeepsEveryCommitBeforeIt() throws IOException {
        for (int i = 0; i < CUTS; i++) {
            int cut = random.nextInt(wal.length + 1);
            requireSurvivors("cut to " + cut, Arrays.copyOf(wal, cut), cut);
        }
    }

    @Test
    void changedBitEndsTheLogBeforeItsFrame() throws IOException {
        for (int i = 0; i < CUTS; i++) {
            int at = random.nextInt(wal.length);
            byte[] changed = wal.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            int whole = at < WAL_HEADER ? 0 : at - (at - WAL_HEADER) % FRAME;
            requireSurvivors("bit changed at " + at, changed, whole);
        }
    }

    /** A torn tail of zeros, as a file system leaves it that had made the file longer and not yet written it. */
    @Test
    void tailOfZerosIsNoCommit() throws IOException {
        for (int i = 0; i < CUTS / 2; i++) {
            int cut = random.nextInt(wal.length + 1);
            requireSurvivors("zeros from " + cut, Arrays.copyOf(Arrays.copyOf(wal, cut), wal.length), cut);
        }
    }

    private void requireSurvivors(String how, byte[] torn, long whole) throws IOException {
        TreeHead expected = marks.stream()
                .filter(mark -> mark.walBytes() <= whole)
                .map(Mark::head)
                .reduce((earlier, later) -> later)
                .orElse(TreeHead.EMPTY);
        Path folder = Files.createTempDirectory(place, "torn");
        Files.write(folder.resolve("comity.db"), database);
        Files.write(folder.resolve("comity.db-wal"), torn);
        try (SqliteStore store = SqliteStore.open(folder)) {
            var guard = new LedgerFixture.MemoryGuard();
            guard.newest = Optional.of(expected);
            Ledger ledger = open(store, guard, new LedgerFixture.Steps());
            assertThat(ledger.committed()).as("%s, seed %d", how, seed).isEqualTo(expected);
            assertThat(ledger.checkAll().opened())
                    .as("%s, seed %d: acts", how, seed)
                    .isEqualTo(expected.size());
            TreeHead signed = marks.getLast().head();
            if (expected.size() < signed.size()) {
                guard.newest = Optional.of(signed);
                assertThatThrownBy(() -> open(store, guard, new LedgerFixture.Steps()))
                        .as("%s, seed %d: a start without what was signed", how, seed)
                        .isInstanceOf(LedgerCorrupt.class)
                        .hasMessageContaining("older copy");
            }
        }
    }

    private Ledger open(Store store, LedgerFixture.MemoryGuard guard, LedgerFixture.Steps steps) {
        Random secrets = new Random(seed);
        World world = new World(
                () -> Instant.ofEpochMilli(1_800_000_000_000L),
                steps,
                secrets::nextBytes,
                steps,
                (to, call, back) -> {
                    throw new IllegalStateException("a ledger calls no peer");
                },
                store,
                new MemoryBlobs(),
                new LedgerFixture.TestSigner(LedgerFixture.IDENTITY),
                guard);
        Migrator.migrate(store, Ledger.migrations());
        return Ledger.open(world, LedgerFixture.IDENTITY, new CaseKeys(new byte[32], secrets::nextBytes));
    }
}
