package org.comity.tlog;

/**
 * Read port to the stored hashes of a tree, in the layout of C2SP tlog-tiles: hash {@code i} of level {@code L} is the
 * root of the complete subtree over the leaves {@code [i * 256^L, (i + 1) * 256^L)}. Level 0 holds the leaf hashes.
 *
 * <p>A tree of size {@code n} has {@code floor(n / 256^L)} hashes at level {@code L}; incomplete subtrees are never
 * stored.
 */
@FunctionalInterface
public interface TileSource {
    /** Hashes of a full tile, and the factor between two levels. */
    int TILE_WIDTH = 256;

    /**
     * Reads consecutive hashes. The readers of this module never cross a tile boundary in one call and never ask for
     * more than 256 hashes.
     *
     * @param level 0 to 7
     * @param first index of the first hash within the level
     * @param count 1 to 256
     * @return exactly {@code count * 32} bytes
     * @throws LogException with {@code OUT_OF_RANGE} if the store does not hold them all
     */
    byte[] hashes(int level, long first, int count);
}
