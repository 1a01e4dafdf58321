package org.comity.web.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.comity.node.access.SecretFileRefused;
import org.comity.node.directory.CardRefused;
import org.comity.node.driver.FolderRefused;
import org.comity.node.driver.NodeFolder;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.record.MemberId;
import org.comity.node.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a start makes of a folder whose files were damaged: it says what is wrong, or all that can still be read is right. And what was
 * refused is not made worse by the attempt.
 *
 * <p>{@code -Dseed=} and {@code -Dflips=} choose where and how often bytes are changed.
 */
@Tag("processes")
class CorruptDatabaseTest {

    private static final long SEED = Long.getLong("seed", 20_261_122L);
    private static final int FLIPS = Integer.getInteger("flips", 20);
    private static final int KEY_FLIPS = 40;
    private static final int CUTS = 12;
    private static final int PAGE = 4_096;

    /** Refusals with a reason; anything else is a mistake of the program that a broken byte brought to light. */
    private static final List<Class<?>> REASONS = List.of(
            LedgerCorrupt.class, StoreException.class, FolderRefused.class, CardRefused.class, SecretFileRefused.class);

    @TempDir
    static Path temporary;

    private static StoppedNode node;

    @BeforeAll
    static void exchange() throws Exception {
        node = StoppedNode.after(temporary);
    }

    @AfterEach
    void restore() throws IOException {
        node.restore();
    }

    /** Starts the node, and answers why it did not. */
    private static Optional<RuntimeException> refusal(List<StoppedNode.Reading> readings) {
        try {
            readings.add(node.start());
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    private static boolean hasReason(RuntimeException refusal) {
        return REASONS.stream().anyMatch(reason -> reason.isInstance(refusal))
                && refusal.getMessage() != null
                && refusal.getMessage().length() > 20;
    }

    private static byte[] flipped(byte[] content, int offset, Random random) {
        byte[] flipped = content.clone();
        flipped[offset] ^= (byte) (1 + random.nextInt(255));
        return flipped;
    }

    @Test
    void saysWhatIsWrongOrReadsOnlyWhatIsRightAfterAByteOfTheDatabaseChanged() throws IOException {
        Random random = new Random(SEED);
        byte[] database = node.original(StoppedNode.DATABASE);
        List<String> mistakes = new ArrayList<>();
        List<StoppedNode.Reading> readings = new ArrayList<>();
        TreeMap<String, Integer> refusals = new TreeMap<>();
        for (int i = 0; i < FLIPS; i++) {
            int offset = random.nextInt(database.length);
            node.write(StoppedNode.DATABASE, flipped(database, offset, random));
            try {
                Optional<RuntimeException> refused = refusal(readings);
                if (refused.isPresent()) {
                    refusals.merge(refused.get().getClass().getSimpleName(), 1, Integer::sum);
                    requireUntouched(refused.get(), offset, mistakes);
                }
            } catch (AssertionError e) {
                mistakes.add("offset " + offset + ": " + e.getMessage());
            }
            node.restore();
        }
        System.out.printf(
                Locale.ROOT,
                "seed %d: %d bytes flipped in a database of %d: %d starts (%d acts read right, %d refused), refusals %s%n",
                SEED,
                FLIPS,
                database.length,
                readings.size(),
                readings.stream().mapToLong(StoppedNode.Reading::acts).sum(),
                readings.stream().mapToLong(StoppedNode.Reading::unreadable).sum(),
                refusals);
        assertThat(mistakes).as("seed %d", SEED).isEmpty();
    }

    /** A refused start gave a reason, and signed nothing: with the right database the node goes on. */
    private static void requireUntouched(RuntimeException refused, int offset, List<String> mistakes)
            throws IOException {
        if (!hasReason(refused)) {
            mistakes.add("offset " + offset + ": " + refused + " at " + refused.getStackTrace()[0]);
        }
        if (!Arrays.equals(Files.readAllBytes(node.file(StoppedNode.GUARD)), node.original(StoppedNode.GUARD))) {
            mistakes.add("offset " + offset + ": refused with " + refused + " after it had signed");
        }
    }

    @Test
    void refusesADatabaseThatIsCutShort() throws IOException {
        byte[] database = node.original(StoppedNode.DATABASE);
        Random random = new Random(SEED);
        List<Integer> lengths =
                new ArrayList<>(List.of(1, 99, PAGE, 2 * PAGE, database.length - PAGE, database.length - 1));
        random.ints(CUTS, 1, database.length).forEach(lengths::add);
        for (int length : lengths) {
            node.write(StoppedNode.DATABASE, Arrays.copyOf(database, length));
            Optional<RuntimeException> refused = refusal(new ArrayList<>());
            assertThat(refused)
                    .as("%d of %d bytes, seed %d", length, database.length, SEED)
                    .isPresent();
            assertThat(refused)
                    .as("%d of %d bytes, seed %d", length, database.length, SEED)
                    .matches(e -> hasReason(e.get()));
            node.restore();
        }
        assertThatCode(node::start).doesNotThrowAnyException();
    }

    @Test
    void refusesAnEmptyDatabaseInPlaceOfAFullOne() throws IOException {
        node.write(StoppedNode.DATABASE, new byte[0]);
        assertThatThrownBy(node::start).isInstanceOf(LedgerCorrupt.class).hasMessageContaining("put back");
    }

    @Test
    void needsNoWriteAheadLogAfterACleanEnd() throws IOException {
        assertThat(node.file(StoppedNode.DATABASE + "-wal")).doesNotExist();
        assertThat(node.start().unreadable()).isZero();
    }

    @Test
    void refusesADatabaseWhoseWriteAheadLogWasTakenAwayAfterAKill() throws Exception {
        NodeFolder folder = CountingNode.create(temporary.resolve("killed"), new MemberId("XC"), Ports.free());
        Path peer = node.file(NodeFolder.CARD);
        try (Child child = new Child(folder, peer, temporary.resolve("journals-killed"))) {
            child.launch();
            assertThat(child.reply()).isEqualTo(KilledNode.READY);
            child.tell(KilledNode.STATE);
            while (Long.parseLong(child.reply()) < KilledNode.WIDTH) {
                child.tell(KilledNode.STATE);
            }
            child.kill();
        }
        Files.delete(folder.path().resolve(StoppedNode.DATABASE + "-wal"));
        Files.deleteIfExists(folder.path().resolve(StoppedNode.DATABASE + "-shm"));
        assertThatThrownBy(() -> new CountingNode(folder))
                .isInstanceOf(LedgerCorrupt.class)
                .hasMessageContaining("put back");
    }

    @Test
    void startsWithTheOlderHalfOfADamagedGuard() throws IOException {
        byte[] guard = node.original(StoppedNode.GUARD);
        for (int slot = 0; slot < 2; slot++) {
            byte[] damaged = guard.clone();
            damaged[slot * guard.length / 2 + 3] ^= 1;
            node.write(StoppedNode.GUARD, damaged);
            assertThat(node.start().unreadable()).isZero();
            node.restore();
        }
    }

    @Test
    void refusesAGuardThatHoldsNoHead() throws IOException {
        byte[] guard = node.original(StoppedNode.GUARD);
        byte[] damaged = guard.clone();
        damaged[3] ^= 1;
        damaged[guard.length / 2 + 3] ^= 1;
        node.write(StoppedNode.GUARD, damaged);
        assertThatThrownBy(node::start).isInstanceOf(LedgerCorrupt.class).hasMessageContaining("guard");
        assertThat(Files.readAllBytes(node.file(StoppedNode.GUARD))).isEqualTo(damaged);
    }

    @Test
    void refusesAGuardThatIsCutShort() throws IOException {
        byte[] cut = Arrays.copyOf(node.original(StoppedNode.GUARD), 700);
        node.write(StoppedNode.GUARD, cut);
        assertThatThrownBy(node::start).hasMessageContaining("guard").matches(e -> hasReason((RuntimeException) e));
        assertThat(Files.readAllBytes(node.file(StoppedNode.GUARD))).isEqualTo(cut);
    }

    @Test
    void refusesAFolderWithoutItsGuard() throws IOException {
        Files.delete(node.file(StoppedNode.GUARD));
        assertThatThrownBy(node::start).hasMessageContaining("guard").matches(e -> hasReason((RuntimeException) e));
    }

    @Test
    void makesNoSecondHistoryWhenDatabaseAndGuardAreGone() throws IOException {
        Files.delete(node.file(StoppedNode.GUARD));
        Files.delete(node.file(StoppedNode.DATABASE));
        assertThatThrownBy(node::start).hasMessageContaining("guard").matches(e -> hasReason((RuntimeException) e));
    }

    @Test
    void refusesKeysInWhichAByteChanged() throws IOException {
        Random random = new Random(SEED);
        byte[] keys = node.original(StoppedNode.KEYS);
        for (int i = 0; i < KEY_FLIPS; i++) {
            int offset = random.nextInt(keys.length);
            node.write(StoppedNode.KEYS, flipped(keys, offset, random));
            assertThatThrownBy(node::start)
                    .as("offset %d, seed %d", offset, SEED)
                    .isInstanceOf(SecretFileRefused.class);
        }
        assertThat(Files.readAllBytes(node.file(StoppedNode.GUARD))).isEqualTo(node.original(StoppedNode.GUARD));
    }

    @Test
    void refusesACardInWhichAByteChanged() throws IOException {
        Random random = new Random(SEED);
        byte[] card = node.original(NodeFolder.CARD);
        for (int i = 0; i < KEY_FLIPS; i++) {
            int offset = random.nextInt(card.length - 1);
            node.write(NodeFolder.CARD, flipped(card, offset, random));
            assertThatThrownBy(node::start)
                    .as("offset %d, seed %d", offset, SEED)
                    .matches(e -> hasReason((RuntimeException) e), "is refused with a reason");
        }
    }

    @Test
    void tellsASecondProcessWhoHoldsTheFolder() throws Exception {
        try (CountingNode first = new CountingNode(node.folder());
                Child second =
                        new Child(node.folder(), node.file(NodeFolder.CARD), temporary.resolve("journals-second"))) {
            second.launch();
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.lastWords())
                    .contains("is in use by process " + ProcessHandle.current().pid());
            assertThat(first.node().ledger().committed()).isEqualTo(node.head());
        }
    }
}
