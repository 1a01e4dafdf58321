package org.comity.tlog;

import static org.comity.tlog.LogException.Fault.BAD_PROOF;
import static org.comity.tlog.LogException.Fault.OUT_OF_RANGE;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every mutation of a proof, and every other statement under the same proof, is refused. */
class VerifiedCheckpointTest {
    private static final MemoryTiles TILES = Fixture.tiles(700);

    @Test
    void everyMutationOfAnInclusionPathIsRefused() {
        Seeded.check(60, random -> {
            int n = 2 + random.nextInt(598);
            int m = random.nextInt(n);
            Tree tree = TILES.tree(n);
            VerifiedCheckpoint checkpoint = Fixture.believed(tree.head());
            byte[] entry = Fixture.entry(m);
            mutations(
                    random,
                    tree.inclusion(m).hashes(),
                    hashes ->
                            assertRefused(BAD_PROOF, () -> checkpoint.includes(entry, m, new InclusionProof(hashes))));
        });
    }

    @Test
    void everyMutationOfAConsistencyProofIsRefused() {
        Seeded.check(60, random -> {
            int n = 2 + random.nextInt(598);
            int m = 1 + random.nextInt(n - 1);
            VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(n).head());
            TreeHead earlier = TILES.tree(m).head();
            mutations(
                    random,
                    TILES.tree(n).consistency(m).hashes(),
                    hashes -> assertRefused(
                            BAD_PROOF, () -> checkpoint.extendsHead(earlier, new ConsistencyProof(hashes))));
            Hash other = Fixture.flipped(earlier.root(), random.nextInt(256));
            ConsistencyProof proof = TILES.tree(n).consistency(m);
            assertRefused(BAD_PROOF, () -> checkpoint.extendsHead(new TreeHead(m, other), proof));
        });
    }

    @Test
    void everyMutationOfABatchProofIsRefused() {
        Seeded.check(60, random -> {
            int n = 2 + random.nextInt(598);
            SortedSet<Long> targets = TreeTest.targets(random, n);
            Tree tree = TILES.tree(n);
            VerifiedCheckpoint checkpoint = Fixture.believed(tree.head());
            SortedMap<Long, byte[]> entries = TreeTest.entries(targets);
            mutations(
                    random,
                    tree.batch(targets).hashes(),
                    hashes -> assertRefused(BAD_PROOF, () -> checkpoint.includesAll(entries, new BatchProof(hashes))));
        });
    }

    @Test
    void anotherEntryIndexOrSizeUnderTheSamePathIsRefused() {
        Seeded.check(100, random -> {
            int n = 3 + random.nextInt(597);
            int m = random.nextInt(n);
            int other = (m + 1 + random.nextInt(n - 1)) % n;
            InclusionProof path = TILES.tree(n).inclusion(m);
            VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(n).head());
            assertRefused(BAD_PROOF, () -> checkpoint.includes(Fixture.entry(other), m, path));
            assertRefused(BAD_PROOF, () -> checkpoint.includes(Fixture.entry(m), other, path));
            VerifiedCheckpoint larger = Fixture.believed(TILES.tree(n + 1).head());
            assertRefused(BAD_PROOF, () -> larger.includes(Fixture.entry(m), m, path));
        });
    }

    @Test
    void aBatchWithOneWrongMissingOrExtraEntryIsRefused() {
        Seeded.check(60, random -> {
            int n = 50 + random.nextInt(500);
            SortedSet<Long> targets = TreeTest.targets(random, n);
            BatchProof proof = TILES.tree(n).batch(targets);
            VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(n).head());
            long picked = targets.first();
            SortedMap<Long, byte[]> wrong = TreeTest.entries(targets);
            wrong.put(picked, Fixture.entry(picked + 1));
            assertRefused(BAD_PROOF, () -> checkpoint.includesAll(wrong, proof));
            SortedMap<Long, byte[]> extra = TreeTest.entries(targets);
            for (long i = 0; extra.size() == targets.size(); i++) {
                extra.put(i, Fixture.entry(i));
            }
            assertRefused(BAD_PROOF, () -> checkpoint.includesAll(extra, proof));
            SortedMap<Long, byte[]> missing = TreeTest.entries(targets);
            missing.remove(picked);
            if (!missing.isEmpty()) {
                assertRefused(BAD_PROOF, () -> checkpoint.includesAll(missing, proof));
            }
        });
    }

    @Test
    void aNodeHashIsNoEntry() {
        // The classic second preimage: present both children of a node as if they were an entry.
        byte[] joined = new byte[64];
        Hash.leaf(Fixture.entry(0)).copyTo(joined, 0);
        Hash.leaf(Fixture.entry(1)).copyTo(joined, 32);
        VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(2).head());
        assertRefused(BAD_PROOF, () -> checkpoint.includes(joined, 0, InclusionProof.of(List.of())));
    }

    @Test
    void indexesAtOrAboveTheSizeAreRefused() {
        VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(5).head());
        InclusionProof path = TILES.tree(5).inclusion(4);
        for (long index : new long[] {5, 6, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertRefused(OUT_OF_RANGE, () -> checkpoint.includes(Fixture.entry(4), index, path));
            SortedMap<Long, byte[]> entries = new TreeMap<>();
            entries.put(index, Fixture.entry(4));
            assertRefused(OUT_OF_RANGE, () -> checkpoint.includesAll(entries, BatchProof.of(path.hashes())));
        }
        assertRefused(
                OUT_OF_RANGE,
                () -> Fixture.believed(TreeHead.EMPTY).includes(new byte[0], 0, InclusionProof.of(List.of())));
    }

    @Test
    void anEmptyBatchIsRefused() {
        VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(5).head());
        BatchProof root = BatchProof.of(List.of(checkpoint.head().root()));
        assertRefused(OUT_OF_RANGE, () -> checkpoint.includesAll(new TreeMap<>(), root));
    }

    @Test
    void aMapInDescendingOrderIsReadByIndex() {
        SortedMap<Long, byte[]> descending = new TreeMap<>(Collections.reverseOrder());
        descending.putAll(TreeTest.entries(new java.util.TreeSet<>(List.of(1L, 3L, 4L))));
        Fixture.believed(TILES.tree(9).head())
                .includesAll(descending, TILES.tree(9).batch(new java.util.TreeSet<>(List.of(1L, 3L, 4L))));
    }

    @Test
    void aSmallerTreeExtendsNothingLarger() {
        VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(5).head());
        assertRefused(OUT_OF_RANGE, () -> checkpoint.extendsHead(TILES.tree(6).head(), ConsistencyProof.NONE));
        assertRefused(
                OUT_OF_RANGE,
                () -> checkpoint.containsSubtree(new Subtree(4, 6), Hash.EMPTY_ROOT, ConsistencyProof.NONE));
    }

    @Test
    void theEmptyTreeAndTheSameTreeNeedNoProof() {
        VerifiedCheckpoint checkpoint = Fixture.believed(TILES.tree(5).head());
        checkpoint.extendsHead(TreeHead.EMPTY, ConsistencyProof.NONE);
        checkpoint.extendsHead(checkpoint.head(), ConsistencyProof.NONE);
        ConsistencyProof one = ConsistencyProof.of(List.of(Hash.EMPTY_ROOT));
        assertRefused(BAD_PROOF, () -> checkpoint.extendsHead(TreeHead.EMPTY, one));
        assertRefused(BAD_PROOF, () -> checkpoint.extendsHead(checkpoint.head(), one));
        TreeHead fork = new TreeHead(5, Hash.leaf(new byte[0]));
        assertRefused(BAD_PROOF, () -> checkpoint.extendsHead(fork, ConsistencyProof.NONE));
    }

    @Test
    void proofsAboveTheirLimitsAreRefused() {
        List<Hash> many = Collections.nCopies(64, Hash.EMPTY_ROOT);
        assertRefused(LogException.Fault.LIMIT_EXCEEDED, () -> InclusionProof.of(many));
        assertRefused(LogException.Fault.LIMIT_EXCEEDED, () -> ConsistencyProof.of(many));
        List<Hash> more = Collections.nCopies(BatchProof.MAX_HASHES + 1, Hash.EMPTY_ROOT);
        assertRefused(LogException.Fault.LIMIT_EXCEEDED, () -> BatchProof.of(more));
    }

    /** Flips a bit of each hash, drops each, repeats each, swaps unequal neighbours, and adds one at both ends. */
    private static void mutations(Random random, List<Hash> good, Consumer<List<Hash>> refused) {
        for (int i = 0; i < good.size(); i++) {
            List<Hash> flipped = new ArrayList<>(good);
            flipped.set(i, Fixture.flipped(good.get(i), random.nextInt(256)));
            refused.accept(flipped);
            List<Hash> dropped = new ArrayList<>(good);
            dropped.remove(i);
            refused.accept(dropped);
            List<Hash> repeated = new ArrayList<>(good);
            repeated.add(i, good.get(i));
            refused.accept(repeated);
            if (i > 0) {
                List<Hash> swapped = new ArrayList<>(good);
                Collections.swap(swapped, i - 1, i);
                refused.accept(swapped);
            }
        }
        List<Hash> before = new ArrayList<>(good);
        before.add(0, Hash.EMPTY_ROOT);
        refused.accept(before);
        List<Hash> after = new ArrayList<>(good);
        after.add(Hash.EMPTY_ROOT);
        refused.accept(after);
    }
}
