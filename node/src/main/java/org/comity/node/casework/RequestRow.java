package org.comity.node.casework;

import java.time.Instant;
import java.util.Optional;
import org.comity.node.record.Address;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.node.record.Urgency;

/**
 * A request as the table holds it, without its sealed content; immutable.
 *
 * @param keyId the key under which its case lies at rest
 * @param peer the member on the other side
 * @param from the authority that asks
 * @param to the authority that is asked, where one was named
 * @param root the message that carried it, as a reference of relation {@code case}; empty until sent
 * @param last the newest message of the peer, as a reference of relation {@code in-reply-to}
 */
record RequestRow(
        RequestId id,
        CaseId caseId,
        String keyId,
        Side side,
        PreservationState state,
        MemberId peer,
        AuthorityId from,
        Optional<AuthorityId> to,
        Urgency urgency,
        SignatureStatus signatures,
        Optional<Ref> root,
        Optional<Ref> last,
        Moments moments) {

    static final String CASE = "case";
    static final String IN_REPLY_TO = "in-reply-to";

    RequestRow with(PreservationState newState, Moments newMoments) {
        return new RequestRow(
                id, caseId, keyId, side, newState, peer, from, to, urgency, signatures, root, last, newMoments);
    }

    RequestRow with(SignatureStatus status) {
        return new RequestRow(id, caseId, keyId, side, state, peer, from, to, urgency, status, root, last, moments);
    }

    RequestRow withRoot(Ref message) {
        Ref asRoot = related(CASE, message);
        return new RequestRow(
                id,
                caseId,
                keyId,
                side,
                state,
                peer,
                from,
                to,
                urgency,
                signatures,
                Optional.of(asRoot),
                last,
                moments);
    }

    RequestRow withLast(Ref message) {
        Ref asLast = related(IN_REPLY_TO, message);
        return new RequestRow(
                id,
                caseId,
                keyId,
                side,
                state,
                peer,
                from,
                to,
                urgency,
                signatures,
                root,
                Optional.of(asLast),
                moments);
    }

    RequestRow redrafted(RequestDraft draft) {
        return new RequestRow(
                id,
                caseId,
                keyId,
                side,
                PreservationState.DRAFT,
                draft.to().member(),
                draft.from(),
                Optional.of(draft.to().authority()),
                draft.urgency(),
                signatures,
                root,
                last,
                moments);
    }

    /** The authority in whose name this node writes about the request. */
    AuthorityId ownAuthority() {
        return side == Side.REQUESTING ? from : to.orElse(AuthorityId.NODE);
    }

    /** The authority of the peer that deals with it, where one is known. */
    Optional<Address> peerAuthority() {
        return (side == Side.REQUESTING ? to : Optional.of(from)).map(authority -> new Address(peer, authority));
    }

    /** All messages of a request go in one lane, so that none overtakes another. */
    Lane lane() {
        return lane(urgency);
    }

    static Lane lane(Urgency urgency) {
        return urgency == Urgency.ROUTINE ? Lane.ORDINARY : Lane.URGENT;
    }

    /** Whether the told expiry has passed, written down or not. */
    boolean hasExpired(Instant now) {
        return state.isPreserving()
                && moments.at(Moment.EXPIRES)
                        .filter(expiry -> !expiry.isAfter(now))
                        .isPresent();
    }

    /** The state at a moment: expiry counts from the moment it passes, not from when it is noted. */
    PreservationState stateAt(Instant now) {
        return hasExpired(now) ? PreservationState.EXPIRED : state;
    }

    private static Ref related(String rel, Ref message) {
        return new Ref(rel, message.origin(), message.index(), message.entry());
    }
}
