package org.comity.node.record;

/**
 * The first eight keys of a record: enough to count it in its lane and to refuse it by name, even when the rest is unreadable.
 *
 * <p>Nothing here is checked against the rest of the record or against each other; that is the matter of {@link Act#parse}.
 *
 * @param sequence from 0
 */
public record Outer(
        Realm realm, Kind kind, MemberId sender, String origin, Recipient recipient, Lane lane, long sequence) {
    public Outer {
        Check.origin(origin);
        Check.atLeast(0, "sequence", sequence);
    }
}
