package org.comity.node.record;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.tlog.Hash;

/** The part of a record that its author decides, shared by {@link Draft} and {@link Act}. Checked as a whole when it is made. */
@SuppressWarnings("ArrayRecordComponent") // this room alone sees the array, and never lets it out uncopied
record Content(
        Kind kind,
        Recipient recipient,
        Lane lane,
        AuthorityId fromAuthority,
        Optional<AuthorityId> toAuthority,
        Optional<Hash> rulebook,
        String mediaType,
        byte[] body,
        List<Ref> refs,
        OptionalLong expiryMs,
        List<Approval> approvals,
        List<Annex> annexes,
        Optional<String> ownReference,
        List<String> foreignReferences,
        Urgency urgency) {
    static final int MAX_REFS = 256;
    static final int MAX_APPROVALS = 16;
    static final int MAX_ANNEXES = 64;
    static final int MAX_FOREIGN_REFERENCES = 16;
    static final int MAX_REFERENCE = 128;

    Content {
        checkLane(lane, recipient);
        if (recipient instanceof Recipient.Nobody && toAuthority.isPresent()) {
            throw new IllegalArgumentException(
                    "to-authority is " + toAuthority.get() + ", but the record goes to nobody");
        }
        Check.mediaType(mediaType);
        refs = Check.atMost(MAX_REFS, "references", refs);
        expiryMs.ifPresent(ms -> Check.atLeast(0, "expiry", ms));
        approvals = Check.atMost(MAX_APPROVALS, "approvals", approvals);
        annexes = Check.atMost(MAX_ANNEXES, "annexes", annexes);
        ownReference.ifPresent(text -> Check.text("own reference", text, MAX_REFERENCE));
        foreignReferences = Check.atMost(MAX_FOREIGN_REFERENCES, "foreign references", foreignReferences);
        foreignReferences.forEach(text -> Check.text("foreign reference", text, MAX_REFERENCE));
    }

    private static void checkLane(Lane lane, Recipient recipient) {
        boolean legal = switch (lane) {
            case URGENT, ORDINARY -> recipient instanceof Recipient.One;
            case PUBLIC -> recipient instanceof Recipient.Everyone;
            case OWN -> !(recipient instanceof Recipient.Everyone);
        };
        if (!legal) {
            throw new IllegalArgumentException("lane " + lane + " does not go with recipient "
                    + recipient.text().orElse("null")
                    + ": URGENT and ORDINARY need one member, PUBLIC all, OWN one or nobody");
        }
    }

    /** Fields under construction; only what every record needs is asked for at the start. */
    static final class Builder {
        Kind kind;
        Recipient recipient;
        Lane lane;
        AuthorityId fromAuthority = AuthorityId.NODE;
        Optional<AuthorityId> toAuthority = Optional.empty();
        Optional<Hash> rulebook = Optional.empty();
        String mediaType;
        byte[] body;
        List<Ref> refs = List.of();
        OptionalLong expiryMs = OptionalLong.empty();
        List<Approval> approvals = List.of();
        List<Annex> annexes = List.of();
        Optional<String> ownReference = Optional.empty();
        List<String> foreignReferences = List.of();
        Urgency urgency = Urgency.ROUTINE;

        Builder(Kind kind, Recipient recipient, Lane lane, String mediaType, byte[] body) {
            this.kind = kind;
            this.recipient = recipient;
            this.lane = lane;
            this.mediaType = mediaType;
            this.body = body;
        }

        Builder(Content from) {
            this(from.kind, from.recipient, from.lane, from.mediaType, from.body);
            fromAuthority = from.fromAuthority;
            toAuthority = from.toAuthority;
            rulebook = from.rulebook;
            refs = from.refs;
            expiryMs = from.expiryMs;
            approvals = from.approvals;
            annexes = from.annexes;
            ownReference = from.ownReference;
            foreignReferences = from.foreignReferences;
            urgency = from.urgency;
        }

        Content build() {
            return new Content(
                    kind,
                    recipient,
                    lane,
                    fromAuthority,
                    toAuthority,
                    rulebook,
                    mediaType,
                    body,
                    refs,
                    expiryMs,
                    approvals,
                    annexes,
                    ownReference,
                    foreignReferences,
                    urgency);
        }
    }
}
