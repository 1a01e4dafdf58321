package org.comity.node.casework;

import java.util.Optional;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Urgency;

/**
 * A request in one line of a list.
 *
 * @param side where this node stands in it
 * @param state as of the time of reading, expiry counted
 * @param peer the member on the other side
 * @param from the authority that asks
 * @param to the authority that is asked, where one was named
 * @param title title of the offence; empty once the case is erased
 * @param delivery how far the request got, where this side sent it
 */
public record RequestSummary(
        RequestId id,
        CaseId caseId,
        Side side,
        PreservationState state,
        MemberId peer,
        AuthorityId from,
        Optional<AuthorityId> to,
        Urgency urgency,
        Optional<String> title,
        SignatureStatus signatures,
        Moments moments,
        Optional<DeliveryState> delivery) {}
