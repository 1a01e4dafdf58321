package org.comity.tlog;

import java.util.List;

/**
 * The path of one leaf, from its sibling up to the child of the root (RFC 9162 section 2.1.3). It proves nothing by
 * itself: see {@link VerifiedCheckpoint#includes}.
 *
 * @param hashes at most 63, the height of the largest tree
 */
public record InclusionProof(List<Hash> hashes) {
    /** Most hashes of a path. */
    public static final int MAX_HASHES = 63;

    public InclusionProof {
        hashes = List.copyOf(hashes);
        if (hashes.size() > MAX_HASHES) {
            throw LogException.limit("an inclusion path has at most 63 hashes, not " + hashes.size());
        }
    }

    public static InclusionProof of(List<Hash> hashes) {
        return new InclusionProof(hashes);
    }
}
