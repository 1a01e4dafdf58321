package org.comity.tlog;

/** Receives every hash that a tile store has to keep while a {@link Frontier} grows. */
@FunctionalInterface
public interface TileSink {
    /**
     * Takes hash {@code index} of a tile level, as defined by {@link TileSource#hashes}. Within a level the indexes
     * arrive in ascending order without gaps.
     */
    void hash(int level, long index, Hash hash);
}
