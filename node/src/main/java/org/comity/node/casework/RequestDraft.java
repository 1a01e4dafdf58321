package org.comity.node.casework;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.Address;
import org.comity.node.record.Annex;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Urgency;

/**
 * What an officer hands over to have a request drafted.
 *
 * @param to the authority of another member
 * @param from the authority of this member in whose name it is asked
 * @param urgency {@link Urgency#EMERGENCY} exactly when the request says what the emergency is
 * @param ownReference file reference of the own authority, 1 to 128 characters; without one the request's name is used
 * @param caseId an open case to which it belongs; without one a new case is opened
 * @param annexes documents that go with it
 * @param request the body
 */
public record RequestDraft(
        Address to,
        AuthorityId from,
        Urgency urgency,
        Optional<String> ownReference,
        Optional<CaseId> caseId,
        List<Annex> annexes,
        PreservationRequest request) {

    public RequestDraft {
        annexes = List.copyOf(annexes);
        ownReference.ifPresent(reference -> FreeText.line("own reference", reference, 128));
        checkUrgency(urgency, request);
    }

    /** Without reference, annexes and case. */
    public static RequestDraft of(Address to, AuthorityId from, Urgency urgency, PreservationRequest request) {
        return new RequestDraft(to, from, urgency, Optional.empty(), Optional.empty(), List.of(), request);
    }

    public RequestDraft withCaseId(CaseId id) {
        return new RequestDraft(to, from, urgency, ownReference, Optional.of(id), annexes, request);
    }

    public RequestDraft withOwnReference(String reference) {
        return new RequestDraft(to, from, urgency, Optional.of(reference), caseId, annexes, request);
    }

    /** The envelope's urgency is not signed by officers, so the body must say the same. */
    static void checkUrgency(Urgency urgency, PreservationRequest request) {
        if ((urgency == Urgency.EMERGENCY) != request.emergency().isPresent()) {
            throw new IllegalArgumentException("urgency is " + urgency + " and the body "
                    + (request.emergency().isPresent() ? "states" : "states no")
                    + " emergency; legal is both or neither");
        }
    }
}
