package org.comity.node.record;

/**
 * What a commit adds to a draft: whose record it is, its number and its time.
 *
 * @param origin   the sender's log origin, generation included
 * @param sequence position within (origin, recipient, lane), from 1 without gaps; 0 in the lane {@link Lane#OWN}
 * @param timeMs   ms since 1970, never lower than that of the record before
 */
public record Stamp(Realm realm, MemberId sender, String origin, long sequence, long timeMs) {
    public Stamp {
        Check.origin(origin);
        Check.atLeast(0, "sequence", sequence);
        Check.atLeast(0, "time", timeMs);
    }
}
