package org.comity.node.record;

import org.comity.tlog.Hash;

/**
 * A reference from one record to another, by its place and salted entry, never by a digest of its bytes: such a digest
 * would outlive the erasure of what it names.
 *
 * @param rel    how the two relate, dotted lower-case words of 1 to 64 characters
 * @param origin the log that holds the other record
 * @param index  its leaf in that log, from 0
 * @param entry  the entry at that leaf
 */
public record Ref(String rel, String origin, long index, Hash entry) {
    public Ref {
        Check.words("rel", rel, 64);
        Check.origin(origin);
        Check.atLeast(0, "index", index);
    }
}
