package org.comity.tlog;

/**
 * Size and root of a tree (RFC 9162 section 4.10, without signature).
 *
 * @param size number of leaves, 0 to 2^63-1
 * @param root the Merkle tree hash; {@link Hash#EMPTY_ROOT} if and only if the size is 0
 */
public record TreeHead(long size, Hash root) {
    /** The head of the tree without leaves. */
    public static final TreeHead EMPTY = new TreeHead(0, Hash.EMPTY_ROOT);

    public TreeHead {
        if (size < 0) {
            throw LogException.outOfRange("tree size " + size + " is outside 0 to 2^63-1");
        }
        if ((size == 0) != root.equals(Hash.EMPTY_ROOT)) {
            throw new LogException(
                    LogException.Fault.WRONG_EMPTY_ROOT,
                    "a tree of size " + size + " cannot have the root " + root
                            + ": the hash of nothing belongs to size 0 alone");
        }
    }
}
