package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchCutTest {

    private static final int SIZE = 300;

    private final MemoryTiles tiles = new MemoryTiles();
    private final SortedMap<Long, byte[]> entries = new TreeMap<>();
    private final Tree tree;

    BatchCutTest() {
        for (long i = 0; i < SIZE; i++) {
            tiles.append(Hash.leaf(entry(i)));
        }
        tree = new Tree(tiles, SIZE);
        for (long index : List.of(0L, 1L, 17L, 255L, 256L, 299L)) {
            entries.put(index, entry(index));
        }
    }

    private static byte[] entry(long index) {
        return Hash.sha256(new byte[] {(byte) index, (byte) (index >> 8)}).bytes();
    }

    @Test
    void cutsThePathThatTheTreeItselfGives() {
        BatchProof batch = tree.batch(new java.util.TreeSet<>(entries.keySet()));
        for (long index : entries.keySet()) {
            assertThat(batch.cut(entries, index, tree.head())).isEqualTo(tree.inclusion(index));
        }
    }

    @Test
    void refusesALeafOutsideTheBatch() {
        BatchProof batch = tree.batch(new java.util.TreeSet<>(entries.keySet()));
        assertThatThrownBy(() -> batch.cut(entries, 2, tree.head())).isInstanceOf(LogException.class);
    }

    @Test
    void refusesABatchWithAnotherEntry() {
        BatchProof batch = tree.batch(new java.util.TreeSet<>(entries.keySet()));
        entries.put(17L, entry(18));
        assertThatThrownBy(() -> batch.cut(entries, 0, tree.head())).isInstanceOf(LogException.class);
    }

    @Test
    void refusesAMissingHash() {
        List<Hash> hashes =
                tree.batch(new java.util.TreeSet<>(entries.keySet())).hashes();
        BatchProof batch = BatchProof.of(hashes.subList(0, hashes.size() - 1));
        assertThatThrownBy(() -> batch.cut(entries, 0, tree.head())).isInstanceOf(LogException.class);
    }
}
