package org.comity.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cuts the inclusion proof of one leaf out of a batch proof.
 *
 * <p>A batch proof and its leaves determine every hash on the way to the root, so the siblings of one path are among them: the walk
 * is that of {@link PathCheck}, and each sibling is noted on the way back up, deepest first.
 */
final class BatchCut {
    private final BatchProof proof;
    private final long[] indexes;
    private final Hash[] leaves;
    private final long target;
    private final List<Hash> siblings = new ArrayList<>();
    private int used;

    private BatchCut(BatchProof proof, SortedMap<Long, byte[]> entries, long target) {
        this.proof = proof;
        this.target = target;
        SortedMap<Long, byte[]> ascending = new TreeMap<>();
        ascending.putAll(entries);
        this.indexes = new long[ascending.size()];
        this.leaves = new Hash[indexes.length];
        int i = 0;
        for (var entry : ascending.entrySet()) {
            indexes[i] = entry.getKey();
            leaves[i++] = Hash.leaf(entry.getValue());
        }
    }

    static InclusionProof cut(BatchProof proof, SortedMap<Long, byte[]> entries, long target, TreeHead head) {
        if (!entries.containsKey(target)) {
            throw LogException.outOfRange("leaf " + target + " is not among the " + entries.size() + " of the batch");
        }
        if (entries.keySet().stream().anyMatch(index -> index < 0 || index >= head.size())) {
            throw LogException.outOfRange("a leaf of the batch is not in a tree of " + head.size() + " leaves");
        }
        BatchCut cut = new BatchCut(proof, entries, target);
        Hash root = cut.walk(0, head.size(), 0, cut.indexes.length);
        if (cut.used != proof.hashes().size() || !root.equals(head.root())) {
            throw LogException.badProof("the batch of " + entries.size() + " leaves does not lead to the root "
                    + head.root() + " of size " + head.size());
        }
        return InclusionProof.of(cut.siblings);
    }

    private Hash walk(long low, long high, int from, int to) {
        if (from == to) {
            if (used == proof.hashes().size()) {
                throw LogException.badProof("the proof has only " + used + " hashes, more are needed");
            }
            return proof.hashes().get(used++);
        }
        if (high - low == 1) {
            return leaves[from];
        }
        long middle = MerkleRange.split(low, high);
        int found = Arrays.binarySearch(indexes, from, to, middle);
        int border = found < 0 ? -found - 1 : found;
        Hash left = walk(low, middle, from, border);
        Hash right = walk(middle, high, border, to);
        if (low <= target && target < high) {
            siblings.add(target < middle ? right : left);
        }
        return Hash.node(left, right);
    }
}
