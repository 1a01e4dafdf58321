package org.comity.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tile store in memory, for tests and simulations: 32 bytes a leaf. Not for use by several threads. */
public final class MemoryTiles implements TileSource {
    private static final int LEVELS = 8;

    private final List<Level> levels = new ArrayList<>();
    private Frontier frontier = Frontier.EMPTY;

    public MemoryTiles() {
        for (int i = 0; i < LEVELS; i++) {
            levels.add(new Level());
        }
    }

    public void append(Hash leafHash) {
        appendAll(List.of(leafHash));
    }

    public void appendAll(List<Hash> leafHashes) {
        frontier = frontier.appendAll(
                leafHashes, (level, index, hash) -> levels.get(level).add(hash));
    }

    public Frontier frontier() {
        return frontier;
    }

    public TreeHead head() {
        return frontier.head();
    }

    /** A reader of the tree as it was at an earlier size. */
    public Tree tree(long size) {
        if (size > frontier.size()) {
            throw LogException.outOfRange("the store holds " + frontier.size() + " leaves, not " + size);
        }
        return new Tree(this, size);
    }

    @Override
    public byte[] hashes(int level, long first, int count) {
        if (level < 0 || level >= LEVELS || first < 0 || count < 1 || first > levels.get(level).count - count) {
            throw LogException.outOfRange("no hashes " + first + " to " + (first + count - 1) + " at level " + level);
        }
        int from = Math.toIntExact(first * Hash.BYTES);
        return Arrays.copyOfRange(levels.get(level).bytes, from, from + count * Hash.BYTES);
    }

    private static final class Level {
        private byte[] bytes = new byte[0];
        private long count;

        void add(Hash hash) {
            int end = Math.toIntExact(count * Hash.BYTES);
            if (end == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(TILE_WIDTH * Hash.BYTES, Math.multiplyExact(end, 2)));
            }
            hash.copyTo(bytes, end);
            count++;
        }
    }
}
