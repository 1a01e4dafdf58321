package org.comity.node.casework;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.node.access.ApprovalRefused;
import org.comity.node.access.Approvals;
import org.comity.node.access.Officer;
import org.comity.node.access.Role;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Ref;
import org.comity.node.store.Sql;

/**
 * From a draft over the officers' signatures to a message.
 *
 * <p>Whatever needs signatures waits in one place, a request as well as an answer to one: at most one message of each request.
 * The officers sign its exact body; a change makes another body, so it drops the signatures, and the timeline says how many. The
 * last signature that is needed sends the message in the same commit.
 */
final class Drafting {

    /** Clocks of officers' devices may go this much ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Desk desk;
    private final Dispatch dispatch;

    Drafting(Desk desk, Dispatch dispatch) {
        this.desk = desk;
        this.dispatch = dispatch;
    }

    RequestId draft(Turn turn, Officer officer, RequestDraft draft) throws Refused {
        desk.requireWorking(officer);
        check(draft);
        CaseId caseId = draft.caseId().isPresent()
                ? draft.caseId().get()
                : desk.tables().openCase(turn, Optional.empty());
        String keyId = keyOf(turn.sql(), caseId);
        RequestId id = desk.tables().nextRequest(turn);
        RequestRow request = new RequestRow(
                id,
                caseId,
                keyId,
                Side.REQUESTING,
                PreservationState.DRAFT,
                draft.to().member(),
                draft.from(),
                Optional.of(draft.to().authority()),
                draft.urgency(),
                SignatureStatus.PENDING,
                Optional.empty(),
                Optional.empty(),
                Moments.opened(turn.now()));
        desk.tables().insert(turn, request, draft.request().offence().title(), Optional.empty());
        desk.tables().putDraft(turn, request, officer.id(), stored(turn.sql(), request, draft));
        desk.tables().addEvent(turn, request, NewEvent.own("drafted", officer.id()));
        return id;
    }

    void edit(Turn turn, RequestId id, Officer officer, RequestDraft draft) throws Refused {
        desk.requireWorking(officer);
        check(draft);
        RequestRow before = desk.require(turn.sql(), id);
        desk.requireNext(before, PreservationEvent.EDIT);
        if (draft.caseId().isPresent() && !draft.caseId().get().equals(before.caseId())) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "request " + id + " belongs to case " + before.caseId() + ", not "
                            + draft.caseId().get(),
                    "discard this draft and write another in the other case");
        }
        RequestRow request = before.redrafted(draft);
        int fallen = desk.tables().dropSignatures(turn, request);
        desk.tables().update(turn, request);
        desk.tables().setTitle(turn, request, draft.request().offence().title());
        desk.tables().putDraft(turn, request, officer.id(), stored(turn.sql(), request, draft));
        desk.tables()
                .addEvent(
                        turn,
                        request,
                        NewEvent.own(PreservationEvent.EDIT.word(), officer.id())
                                .withNote("changed" + Desk.fallen(fallen)));
    }

    void discard(Turn turn, RequestId id, Officer officer) throws Refused {
        desk.requireWorking(officer);
        RequestRow request = desk.require(turn.sql(), id);
        DraftRow draft = desk.requireDraft(turn.sql(), request);
        if (draft.sentAlone().isPresent()) {
            throw new Refused(
                    Refused.Code.WRONG_STATE,
                    "request " + id + " went under one signature; the second one is owed",
                    "have a second officer sign it, or withdraw the request");
        }
        int fallen = desk.tables().dropDraft(turn, request);
        String note = "given up" + Desk.fallen(fallen);
        if (request.state().isUnsent()) {
            PreservationState to = desk.requireNext(request, PreservationEvent.WITHDRAW);
            RequestRow over = request.with(to, request.moments().with(Moment.CLOSED, turn.now()));
            desk.tables().update(turn, over);
            desk.tables()
                    .addEvent(
                            turn,
                            over,
                            NewEvent.own(PreservationEvent.WITHDRAW.word(), officer.id())
                                    .withNote(note));
        } else {
            desk.tables()
                    .addEvent(
                            turn,
                            request,
                            NewEvent.own("discarded", officer.id()).withNote(note));
        }
    }

    ApprovalStatement statement(Sql sql, RequestId id, Role role, Instant at) throws Refused {
        RequestRow request = desk.require(sql, id);
        DraftRow draft = desk.requireDraft(sql, request);
        requireRole(draft, role.word());
        return ApprovalStatement.of(
                draft.content().toDraft(request.keyId(), List.of()),
                desk.realm(),
                desk.own(),
                role.word(),
                at.toEpochMilli());
    }

    /** Takes a signature; the message that went with it, when it was the last one needed. */
    Optional<Logged> sign(Turn turn, RequestId id, Officer officer, Approval approval) throws Refused {
        RequestRow request = desk.settleExpiry(turn, desk.require(turn.sql(), id), turn.now());
        DraftRow draft = desk.requireDraft(turn.sql(), request);
        PreservationEvent event =
                PreservationEvent.ofMessage(draft.content().kind()).orElseThrow();
        requireFitting(turn, draft, officer, approval, request);
        DraftRow.Given given = new DraftRow.Given(officer.id(), approval);
        if (draft.sentAlone().isPresent()) {
            return Optional.of(dispatch.supplySignature(turn, request, draft, given));
        }
        RequestRow signed = request;
        if (event == PreservationEvent.SEND) {
            signed = request.with(desk.requireNext(request, PreservationEvent.SIGN), request.moments());
            desk.tables().update(turn, signed);
        } else {
            desk.requireNext(request, event);
        }
        desk.tables().addSignature(turn, signed, draft.given().size() + 1, given);
        desk.tables().addEvent(turn, signed, NewEvent.own(PreservationEvent.SIGN.word(), officer.id()));
        List<Approval> approvals = new ArrayList<>(draft.approvals());
        approvals.add(approval);
        int needed = desk.procedure().signing(draft.content().kind()).signatures();
        if (approvals.size() < needed) {
            return Optional.empty();
        }
        return Optional.of(dispatch.send(turn, signed, officer, event, draft.content(), approvals));
    }

    /** Sends a request that states an emergency under the one signature it has. */
    Logged sendEmergency(Turn turn, RequestId id, Officer officer) throws Refused {
        desk.requireWorking(officer);
        RequestRow request = desk.require(turn.sql(), id);
        DraftRow draft = desk.requireDraft(turn.sql(), request);
        boolean emergency = draft.content().kind().equals(Kinds.REQUEST)
                && JsonBody.read(draft.content().bodyBytes(), PreservationRequest.class)
                        .emergency()
                        .isPresent();
        if (!emergency) {
            throw new Refused(
                    Refused.Code.NOT_ALLOWED,
                    "request " + id + " states no emergency, so two officers must sign it before it goes",
                    "have a second officer sign, or state the danger and why it is imminent");
        }
        if (draft.given().isEmpty()) {
            throw new Refused(
                    Refused.Code.WRONG_STATE,
                    "request " + id + " is signed by nobody; in an emergency one officer signs",
                    "sign the draft first");
        }
        return dispatch.sendAlone(turn, request, officer, draft);
    }

    private void requireFitting(Turn turn, DraftRow draft, Officer officer, Approval approval, RequestRow request)
            throws Refused {
        Role role = requireRole(draft, approval.role());
        if (!officer.roles().contains(role)) {
            throw new Refused(
                    Refused.Code.NOT_ALLOWED,
                    "officer " + officer.id() + " has the roles " + Role.words(officer.roles()) + ", not "
                            + role.word(),
                    "sign in a role that is yours");
        }
        for (DraftRow.Given before : draft.given()) {
            if (before.officer().equals(officer.id())
                    || before.approval().officerKeyId().equals(approval.officerKeyId())) {
                throw new Refused(
                        Refused.Code.DUPLICATE,
                        "officer " + before.officer() + " has signed this draft already; two different officers must",
                        "have another officer sign");
            }
        }
        if (approval.timeMs() > turn.now().plus(AHEAD).toEpochMilli()) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the signature says " + Instant.ofEpochMilli(approval.timeMs()) + ", and now is " + turn.now(),
                    "set the clock of the signing device and sign again");
        }
        try {
            Approvals.verify(
                    draft.content().toDraft(request.keyId(), List.of()),
                    desk.realm(),
                    desk.own(),
                    approval,
                    desk.keysOf(desk.own()));
        } catch (ApprovalRefused e) {
            throw new Refused(
                    Refused.Code.INVALID,
                    e.getMessage() == null ? "the signature does not hold" : e.getMessage(),
                    "fetch the statement of the present draft and sign that");
        }
    }

    private Role requireRole(DraftRow draft, String word) throws Refused {
        PreservationProcedure.Signing signing =
                desk.procedure().signing(draft.content().kind());
        for (Role role : signing.roles()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new Refused(
                Refused.Code.NOT_ALLOWED,
                "role " + word + " does not sign " + draft.content().kind() + ", which takes "
                        + Role.words(signing.roles()),
                "sign in one of these roles");
    }

    private void check(RequestDraft draft) throws Refused {
        if (draft.to().member().equals(desk.own())) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the request is addressed to " + draft.to() + ", which is this member itself",
                    "address an authority of another member");
        }
        try {
            desk.procedure().check(draft.request());
        } catch (IllegalArgumentException e) {
            throw Desk.invalid(e);
        }
    }

    private String keyOf(Sql sql, CaseId caseId) throws Refused {
        return desk.tables()
                .keyOf(sql, caseId)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND, "no case is named " + caseId, "leave the case out to open a new one"));
    }

    private StoredDraft stored(Sql sql, RequestRow request, RequestDraft draft) {
        List<Ref> refs = desk.lists()
                .firstSent(sql, request.caseId(), draft.to().member())
                .flatMap(RequestRow::root)
                .map(List::of)
                .orElse(List.of());
        return new StoredDraft(
                Kinds.REQUEST,
                draft.to().member(),
                draft.from(),
                Optional.of(draft.to().authority()),
                draft.urgency(),
                draft.ownReference().orElse(request.id().toString()),
                Optional.empty(),
                draft.annexes(),
                refs,
                new String(JsonBody.write(draft.request()), StandardCharsets.UTF_8));
    }
}
