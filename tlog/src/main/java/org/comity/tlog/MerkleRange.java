package org.comity.tlog;

/** The one rule on which every walk through the tree rests (RFC 9162 section 2.1.1). */
final class MerkleRange {
    private MerkleRange() {}

    /** The boundary between the two children of {@code [low, high)}: low plus the largest power of two below the width. */
    static long split(long low, long high) {
        return low + Long.highestOneBit(high - low - 1);
    }
}
