package org.comity.tlog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Recomputes roots from proofs: the walks of {@link Tree}, run by the other side.
 *
 * <p>The walk is fixed by sizes and indexes alone; the proof only fills in hashes, one at a time, and has to be used up
 * exactly. So there is no length to be checked apart and no second proof for the same statement. Recursion is as deep as
 * the tree, at most 63.
 */
final class PathCheck {
    private final List<Hash> hashes;
    private int used;

    private PathCheck(List<Hash> hashes) {
        this.hashes = hashes;
    }

    /** Checks that {@code [start, end)}, with the given root, belongs to the tree. */
    static void subtree(long start, long end, Hash subtreeRoot, TreeHead tree, List<Hash> hashes) {
        PathCheck check = new PathCheck(hashes);
        Roots roots = check.around(start, end, 0, tree.size(), subtreeRoot, true);
        check.finish();
        if (!roots.tree.equals(tree.root())) {
            throw LogException.badProof("leaves " + start + " to " + (end - 1) + ": the proof leads to the root "
                    + roots.tree + ", not " + tree.root() + " of size " + tree.size());
        }
        if (!roots.subtree.equals(subtreeRoot)) {
            throw LogException.badProof("leaves " + start + " to " + (end - 1) + ": the tree of size " + tree.size()
                    + " holds " + roots.subtree + " there, not " + subtreeRoot);
        }
    }

    /**
     * The root of the first {@code size} leaves of a tree, where a proof that leads to the tree's root implies one. A size that is a
     * power of two is itself a node of the walk, whose hash the proof does not hold.
     */
    static Optional<Hash> impliedPrefix(long size, TreeHead tree, List<Hash> hashes) {
        if (size < 1 || size >= tree.size() || Long.bitCount(size) == 1) {
            return Optional.empty();
        }
        try {
            PathCheck check = new PathCheck(hashes);
            Roots roots = check.around(0, size, 0, tree.size(), Hash.EMPTY_ROOT, true);
            check.finish();
            return roots.tree.equals(tree.root()) ? Optional.of(roots.subtree) : Optional.empty();
        } catch (LogException _) {
            return Optional.empty();
        }
    }

    /** Checks several leaves at once; indexes ascend and lie below the tree size. */
    static void batch(long[] indexes, Hash[] leaves, TreeHead tree, BatchProof proof) {
        PathCheck check = new PathCheck(proof.hashes());
        Hash root = check.outside(0, tree.size(), indexes, leaves, 0, indexes.length);
        check.finish();
        if (!root.equals(tree.root())) {
            throw LogException.badProof(indexes.length + " leaves: the proof leads to the root " + root + ", not "
                    + tree.root() + " of size " + tree.size());
        }
    }

    private Roots around(long start, long end, long low, long high, Hash claimed, boolean known) {
        if (start == low && end == high) {
            Hash hash = known ? claimed : next();
            return new Roots(hash, hash);
        }
        long middle = MerkleRange.split(low, high);
        if (end <= middle) {
            Roots inner = around(start, end, low, middle, claimed, known);
            return new Roots(inner.subtree, Hash.node(inner.tree, next()));
        }
        if (start >= middle) {
            Roots inner = around(start, end, middle, high, claimed, known);
            return new Roots(inner.subtree, Hash.node(next(), inner.tree));
        }
        Roots inner = around(middle, end, middle, high, claimed, false);
        Hash left = next();
        return new Roots(Hash.node(left, inner.subtree), Hash.node(left, inner.tree));
    }

    private Hash outside(long low, long high, long[] indexes, Hash[] leaves, int from, int to) {
        if (from == to) {
            return next();
        }
        if (high - low == 1) {
            return leaves[from];
        }
        long middle = MerkleRange.split(low, high);
        int found = Arrays.binarySearch(indexes, from, to, middle);
        int border = found < 0 ? -found - 1 : found;
        Hash left = outside(low, middle, indexes, leaves, from, border);
        Hash right = outside(middle, high, indexes, leaves, border, to);
        return Hash.node(left, right);
    }

    private Hash next() {
        if (used == hashes.size()) {
            throw LogException.badProof("the proof has only " + hashes.size() + " hashes, more are needed");
        }
        return hashes.get(used++);
    }

    private void finish() {
        if (used != hashes.size()) {
            throw LogException.badProof("the proof has " + hashes.size() + " hashes, only " + used + " are needed");
        }
    }

    private record Roots(Hash subtree, Hash tree) {}
}
