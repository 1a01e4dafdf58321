package org.comity.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;

/**
 * Makes roots and proofs of one tree size from stored tiles.
 *
 * <p>All proofs are one walk. Starting from {@code [0, n)}, a range is split at the largest power of two below its width
 * (RFC 9162 section 2.1.1); ranges without anything the verifier already knows contribute their hash. What differs is
 * the target: one leaf (inclusion, section 2.1.3), a prefix (consistency, section 2.1.4), a subtree
 * (draft-ietf-plants-merkle-tree-certs-03 section 4.4, which contains the first two as special cases) or a set of leaves
 * ({@link BatchProof}).
 *
 * <p>Cost. Every left child is complete, and a complete subtree of {@code 2^h} leaves lies inside one tile of level
 * {@code h / 8}; so one proof reads at most one tile per level plus those of the right edge, about four for 10^9 leaves.
 * The walk goes from left to right, so a batch reads each tile it needs once, and the nodes inside a tile are computed at
 * most once for the life of this object. One object per snapshot serves many proofs; it caches at most 64 tiles.
 *
 * <p>Not for use by several threads. Tiles are trusted: a proof from a damaged store does not verify.
 */
public final class Tree {
    private final TileReader tiles;
    private final long size;

    /** A reader of the first {@code size} leaves of the source. */
    public Tree(TileSource source, long size) {
        if (size < 0) {
            throw LogException.outOfRange("tree size " + size + " is outside 0 to 2^63-1");
        }
        this.tiles = new TileReader(source, size);
        this.size = size;
    }

    public long size() {
        return size;
    }

    public TreeHead head() {
        return size == 0 ? TreeHead.EMPTY : new TreeHead(size, range(0, size));
    }

    /** The path of one leaf, {@code index} below the size. */
    public InclusionProof inclusion(long index) {
        requireLeaf(index);
        return new InclusionProof(proof(index, index + 1));
    }

    /**
     * Proof that the tree of an earlier size is a prefix of this one. Empty if that size is 0 or this tree's own.
     */
    public ConsistencyProof consistency(long earlierSize) {
        if (earlierSize < 0 || earlierSize > size) {
            throw LogException.outOfRange("earlier size " + earlierSize + " is outside 0 to " + size);
        }
        return new ConsistencyProof(earlierSize == 0 ? List.of() : proof(0, earlierSize));
    }

    /** Proof that a subtree belongs to this tree. */
    public ConsistencyProof consistency(Subtree subtree) {
        requireInside(subtree);
        return new ConsistencyProof(proof(subtree.start(), subtree.end()));
    }

    /** Root of a subtree. */
    public Hash subtree(Subtree subtree) {
        requireInside(subtree);
        return range(subtree.start(), subtree.end());
    }

    /** One proof for several leaves, all below the size; at least one. */
    public BatchProof batch(SortedSet<Long> indexes) {
        if (indexes.isEmpty()) {
            throw LogException.outOfRange("a batch proof needs at least one leaf");
        }
        long[] targets = indexes.stream().mapToLong(Long::longValue).sorted().toArray();
        requireLeaf(targets[0]);
        requireLeaf(targets[targets.length - 1]);
        List<Hash> hashes = new ArrayList<>();
        collectOutside(0, size, targets, 0, targets.length, hashes);
        return new BatchProof(hashes);
    }

    private void collectOutside(long low, long high, long[] targets, int from, int to, List<Hash> out) {
        if (from == to) {
            out.add(range(low, high));
            return;
        }
        // A range full of targets needs no hash of ours.
        if (high - low == to - from) {
            return;
        }
        long middle = MerkleRange.split(low, high);
        int found = Arrays.binarySearch(targets, from, to, middle);
        int border = found < 0 ? -found - 1 : found;
        collectOutside(low, middle, targets, from, border, out);
        collectOutside(middle, high, targets, border, to, out);
    }

    private List<Hash> proof(long start, long end) {
        List<Hash> hashes = new ArrayList<>();
        collectAround(start, end, 0, size, true, hashes);
        return hashes;
    }

    /** Siblings on the way to {@code [start, end)}, innermost first; {@code known}: the verifier has that hash whole. */
    private void collectAround(long start, long end, long low, long high, boolean known, List<Hash> out) {
        if (start == low && end == high) {
            if (!known) {
                out.add(range(low, high));
            }
            return;
        }
        long middle = MerkleRange.split(low, high);
        if (end <= middle) {
            collectAround(start, end, low, middle, known, out);
            out.add(range(middle, high));
        } else if (start >= middle) {
            collectAround(start, end, middle, high, known, out);
            out.add(range(low, middle));
        } else {
            collectAround(middle, end, middle, high, false, out);
            out.add(range(low, middle));
        }
    }

    private Hash range(long low, long high) {
        long width = high - low;
        if (Long.bitCount(width) == 1) {
            return tiles.complete(low, Long.numberOfTrailingZeros(width));
        }
        long middle = MerkleRange.split(low, high);
        return Hash.node(range(low, middle), range(middle, high));
    }

    private void requireLeaf(long index) {
        if (index < 0 || index >= size) {
            throw LogException.outOfRange("leaf " + index + " is not in a tree of " + size + " leaves");
        }
    }

    private void requireInside(Subtree subtree) {
        if (subtree.end() > size) {
            throw LogException.outOfRange(
                    "subtree [" + subtree.start() + ", " + subtree.end() + ") ends above the tree size " + size);
        }
    }
}
