package org.comity.tlog;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A checkpoint whose required signatures have been verified; the only thing a proof can be checked against.
 *
 * <p>There is no public constructor and no method that takes a bare root or a leaf hash. Verifiers in the field have
 * checked a path and forgotten the checkpoint's signature, or checked both for another entry than the one they then used;
 * here neither can be written down. Each method returns normally or throws {@link LogException} with {@code BAD_PROOF} or
 * {@code OUT_OF_RANGE}.
 */
public final class VerifiedCheckpoint {
    private final SignedCheckpoint signed;
    private final SortedMap<String, Long> witnessTimes;

    VerifiedCheckpoint(SignedCheckpoint signed, SortedMap<String, Long> witnessTimes) {
        this.signed = signed;
        this.witnessTimes = Collections.unmodifiableSortedMap(new TreeMap<>(witnessTimes));
    }

    public String origin() {
        return signed.checkpoint().origin();
    }

    public TreeHead head() {
        return signed.checkpoint().head();
    }

    /** The whole note, lines of unknown keys included. */
    public SignedCheckpoint signed() {
        return signed;
    }

    /**
     * The cosignatures that were verified for a quorum: name of the witness in the policy, and the POSIX seconds it
     * states. Empty if only the log's own keys were asked for.
     */
    public SortedMap<String, Long> witnessTimes() {
        return witnessTimes;
    }

    /** Proves that the log holds this entry at this index. */
    public void includes(byte[] entry, long index, InclusionProof proof) {
        requireIndex(index);
        PathCheck.subtree(index, index + 1, Hash.leaf(entry), head(), proof.hashes());
    }

    /** Proves that the log holds each entry at its index; at least one, with ascending keys. */
    public void includesAll(SortedMap<Long, byte[]> entries, BatchProof proof) {
        if (entries.isEmpty()) {
            throw LogException.outOfRange("a batch has at least one entry");
        }
        // Sorted here again: the caller's map may have a comparator of its own.
        SortedMap<Long, byte[]> ascending = new TreeMap<>();
        ascending.putAll(entries);
        long[] indexes = new long[ascending.size()];
        Hash[] leaves = new Hash[indexes.length];
        int i = 0;
        for (var entry : ascending.entrySet()) {
            requireIndex(entry.getKey());
            indexes[i] = entry.getKey();
            leaves[i++] = Hash.leaf(entry.getValue());
        }
        PathCheck.batch(indexes, leaves, head(), proof);
    }

    /** Proves that an earlier tree of the same log is a prefix of this one. */
    public void extendsHead(TreeHead earlier, ConsistencyProof proof) {
        if (earlier.size() > head().size()) {
            throw LogException.outOfRange(
                    "the earlier tree has " + earlier.size() + " leaves, this one only " + head().size());
        }
        if (earlier.size() == 0) {
            if (!proof.hashes().isEmpty()) {
                throw LogException.badProof("the empty tree is a prefix of every tree, its proof has no hashes");
            }
            return;
        }
        PathCheck.subtree(0, earlier.size(), earlier.root(), head(), proof.hashes());
    }

    /** Proves that a subtree with this root belongs to the tree. */
    public void containsSubtree(Subtree subtree, Hash root, ConsistencyProof proof) {
        if (subtree.end() > head().size()) {
            throw LogException.outOfRange("subtree [" + subtree.start() + ", " + subtree.end()
                    + ") ends above the tree size " + head().size());
        }
        PathCheck.subtree(subtree.start(), subtree.end(), root, head(), proof.hashes());
    }

    private void requireIndex(long index) {
        if (index < 0 || index >= head().size()) {
            throw LogException.outOfRange("leaf " + index + " is not in a tree of " + head().size() + " leaves");
        }
    }

    @Override
    public String toString() {
        return "VerifiedCheckpoint[" + origin() + ", " + head() + ", witnesses " + witnessTimes.keySet() + "]";
    }
}
