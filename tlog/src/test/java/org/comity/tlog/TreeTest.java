package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tile walks against the definitions of the RFC, and the verifier against both. */
class TreeTest {
    private static final int MAX = (1 << 17) + 2;
    private static final List<Hash> LEAVES = Fixture.leaves(MAX);
    private static final MemoryTiles TILES = Fixture.tiles(MAX);

    @Test
    void everyInclusionAndConsistencyProofOfSmallTrees() {
        for (int n = 1; n <= 64; n++) {
            List<Hash> leaves = LEAVES.subList(0, n);
            Tree tree = TILES.tree(n);
            VerifiedCheckpoint checkpoint = Fixture.believed(tree.head());
            for (int m = 0; m < n; m++) {
                InclusionProof path = tree.inclusion(m);
                assertThat(path.hashes()).isEqualTo(NaiveTree.path(m, leaves));
                checkpoint.includes(Fixture.entry(m), m, path);
                ConsistencyProof proof = tree.consistency(m + 1);
                assertThat(proof.hashes()).isEqualTo(NaiveTree.consistency(m + 1, leaves));
                checkpoint.extendsHead(TILES.tree(m + 1).head(), proof);
            }
        }
    }

    @Test
    void randomTreesAgreeWithTheNaiveTree() {
        Seeded.check(120, random -> {
            int n = Seeded.size(random);
            List<Hash> leaves = LEAVES.subList(0, n);
            Tree tree = TILES.tree(n);
            assertThat(tree.head()).isEqualTo(new TreeHead(n, NaiveTree.root(leaves)));
            VerifiedCheckpoint checkpoint = Fixture.believed(tree.head());
            int m = random.nextInt(n);
            InclusionProof path = tree.inclusion(m);
            assertThat(path.hashes()).isEqualTo(NaiveTree.path(m, leaves));
            checkpoint.includes(Fixture.entry(m), m, path);
            ConsistencyProof proof = tree.consistency(m + 1);
            assertThat(proof.hashes()).isEqualTo(NaiveTree.consistency(m + 1, leaves));
            checkpoint.extendsHead(TILES.tree(m + 1).head(), proof);
        });
    }

    @Test
    void randomBatchesAgreeWithTheNaiveTree() {
        Seeded.check(120, random -> {
            int n = Seeded.size(random);
            SortedSet<Long> targets = targets(random, n);
            Tree tree = TILES.tree(n);
            BatchProof proof = tree.batch(targets);
            assertThat(proof.hashes()).isEqualTo(NaiveTree.batch(targets, LEAVES.subList(0, n)));
            Fixture.believed(tree.head()).includesAll(entries(targets), proof);
        });
    }

    @Test
    void everySubtreeOfSmallTreesIsProved() {
        for (int n = 1; n <= 40; n++) {
            Tree tree = TILES.tree(n);
            VerifiedCheckpoint checkpoint = Fixture.believed(tree.head());
            for (int end = 1; end <= n; end++) {
                for (int start = 0; start < end; start++) {
                    if (start % ceiling(end - start) == 0) {
                        Subtree subtree = new Subtree(start, end);
                        Hash root = tree.subtree(subtree);
                        assertThat(root).isEqualTo(NaiveTree.root(LEAVES.subList(start, end)));
                        checkpoint.containsSubtree(subtree, root, tree.consistency(subtree));
                    }
                }
            }
        }
    }

    @Test
    void unalignedSubtreesAreRefused() {
        for (long[] range : new long[][] {{1, 3}, {2, 5}, {4, 9}, {-1, 2}, {3, 3}, {5, 4}, {1, Long.MAX_VALUE}}) {
            assertRefused(LogException.Fault.OUT_OF_RANGE, () -> new Subtree(range[0], range[1]));
        }
        assertThat(new Subtree(0, Long.MAX_VALUE).end()).isEqualTo(Long.MAX_VALUE);
        assertThat(new Subtree(8, 13)).isEqualTo(new Subtree(8, 13));
    }

    @Test
    void outOfRangeTargetsAreRefused() {
        Tree tree = TILES.tree(10);
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> tree.inclusion(10));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> tree.inclusion(-1));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> tree.consistency(11));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> tree.consistency(-1));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> tree.batch(new TreeSet<>()));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> tree.batch(new TreeSet<>(List.of(3L, 10L))));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> tree.subtree(new Subtree(8, 12)));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> TILES.tree(MAX + 1));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> TILES.hashes(0, MAX, 1));
        assertRefused(LogException.Fault.OUT_OF_RANGE, () -> new Tree((l, f, c) -> new byte[1], 5).head());
    }

    @Test
    void aRecentBatchReadsEachTileOnce() {
        List<String> reads = new ArrayList<>();
        TileSource counting = (level, first, count) -> {
            reads.add(level + "/" + first);
            return TILES.hashes(level, first, count);
        };
        SortedSet<Long> recent = new TreeSet<>();
        for (long i = 130_000 - 1_024; i < 130_000; i++) {
            recent.add(i);
        }
        BatchProof proof = new Tree(counting, 130_000).batch(recent);
        assertThat(proof.hashes()).hasSizeLessThan(20);
        assertThat(reads).doesNotHaveDuplicates().hasSizeLessThan(6);
    }

    @Test
    void aScatteredBatchReadsEachTileOnce() {
        List<String> reads = new ArrayList<>();
        TileSource counting = (level, first, count) -> {
            reads.add(level + "/" + first);
            return TILES.hashes(level, first, count);
        };
        SortedSet<Long> scattered = new TreeSet<>();
        for (long i = 0; i < MAX; i += 127) {
            scattered.add(i);
        }
        new Tree(counting, MAX).batch(scattered);
        assertThat(reads).doesNotHaveDuplicates();
    }

    static SortedSet<Long> targets(Random random, int size) {
        SortedSet<Long> targets = new TreeSet<>();
        int wanted = 1 + random.nextInt(Math.min(size, 40));
        long start = random.nextInt(size);
        boolean run = random.nextBoolean();
        for (int i = 0; i < wanted; i++) {
            targets.add(run ? Math.min(start + i, size - 1) : random.nextInt(size));
        }
        return targets;
    }

    static SortedMap<Long, byte[]> entries(SortedSet<Long> targets) {
        SortedMap<Long, byte[]> entries = new TreeMap<>();
        targets.forEach(index -> entries.put(index, Fixture.entry(index)));
        return entries;
    }

    private static int ceiling(int width) {
        int power = 1;
        while (power < width) {
            power *= 2;
        }
        return power;
    }
}
