package org.comity.tlog;

import java.util.List;

/**
 * Proof that an earlier tree (RFC 9162 section 2.1.4) or a subtree (draft-ietf-plants-merkle-tree-certs-03 section 4.4)
 * is part of a later tree. It proves nothing by itself: see {@link VerifiedCheckpoint#extendsHead}.
 *
 * @param hashes at most 63; C2SP tlog-witness carries no more, and trees of fewer than 2^62 leaves need no more
 */
public record ConsistencyProof(List<Hash> hashes) {
    /** Most hashes of a proof. */
    public static final int MAX_HASHES = 63;

    /** The proof from size 0, and from a size to itself. */
    public static final ConsistencyProof NONE = new ConsistencyProof(List.of());

    public ConsistencyProof {
        hashes = List.copyOf(hashes);
        if (hashes.size() > MAX_HASHES) {
            throw LogException.limit("a consistency proof has at most 63 hashes, not " + hashes.size());
        }
    }

    public static ConsistencyProof of(List<Hash> hashes) {
        return new ConsistencyProof(hashes);
    }
}
