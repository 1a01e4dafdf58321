package org.comity.tlog;

import java.util.List;
import java.util.SortedMap;

/**
 * One proof for several leaves under one root, in the only order that verifies.
 *
 * <p>Walk the tree {@code [0, n)} from the top, splitting every range at the largest power of two below its width
 * (RFC 9162 section 2.1.1). A range without a target leaf contributes its hash and is not entered; a range that is a single
 * target leaf contributes nothing, since the verifier hashes the entry itself. The hashes appear in the order of the walk,
 * left before right. The set of targets and the size fix the number of hashes, and the verifier must consume exactly
 * all of them; so no two proofs of one batch differ.
 *
 * <p>Shared siblings appear once: 1,024 neighbouring leaves of a log of 10^9 need about 40 hashes instead of 30,000. It
 * proves nothing by itself: see {@link VerifiedCheckpoint#includesAll}.
 *
 * @param hashes at most {@value #MAX_HASHES} (2 MiB), enough for 2,000 leaves scattered over a log of 2^32
 */
public record BatchProof(List<Hash> hashes) {
    /** Most hashes of a proof. */
    public static final int MAX_HASHES = 65_536;

    public BatchProof {
        hashes = List.copyOf(hashes);
        if (hashes.size() > MAX_HASHES) {
            throw LogException.limit("a batch proof has at most " + MAX_HASHES + " hashes, not " + hashes.size());
        }
    }

    public static BatchProof of(List<Hash> hashes) {
        return new BatchProof(hashes);
    }

    /**
     * The inclusion proof of one of the leaves alone, for whoever shall not see the others. Hashes of its neighbours may stand in it.
     *
     * @param entries every entry of the batch by its index
     * @param index which one
     * @throws LogException with {@code BAD_PROOF} if the batch does not lead to the head
     */
    public InclusionProof cut(SortedMap<Long, byte[]> entries, long index, TreeHead head) {
        return BatchCut.cut(this, entries, index, head);
    }
}
