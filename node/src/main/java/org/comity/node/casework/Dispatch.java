package org.comity.node.casework;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.node.access.ApprovalRefused;
import org.comity.node.access.Approvals;
import org.comity.node.access.Officer;
import org.comity.node.access.Role;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Act;
import org.comity.node.record.Approval;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Ref;

/** Sends what is decided: the message, the new state and the line in the timeline in one commit. */
final class Dispatch {

    private final Desk desk;

    Dispatch(Desk desk) {
        this.desk = desk;
    }

    /**
     * Takes an officer's answer. It goes at once when its kind needs no signature; otherwise it waits as the draft of its request.
     *
     * @return the message, when it went
     */
    Optional<Logged> answer(Turn turn, RequestId id, Officer officer, Answer answer) throws Refused {
        desk.requireWorking(officer);
        RequestRow request = desk.settleExpiry(turn, desk.require(turn.sql(), id), turn.now());
        PreservationEvent event = answer.event();
        desk.requireNext(request, event);
        if (request.state().isUnsent()) {
            throw new Refused(
                    Refused.Code.WRONG_STATE, "request " + id + " was never sent", "discard the draft instead");
        }
        try {
            AnswerChecks.check(request, answer, desk.procedure());
            if (answer instanceof Answer.Acceptance acceptance
                    && acceptance.preservedAt().instant().isAfter(turn.now())) {
                throw new IllegalArgumentException("the data is preserved at " + acceptance.preservedAt()
                        + ", legal is at or before now, " + turn.now());
            }
        } catch (IllegalArgumentException e) {
            throw Desk.invalid(e);
        }
        StoredDraft content = stored(turn, request, answer);
        if (desk.procedure().signing(content.kind()).signatures() == 0) {
            return Optional.of(send(turn, request, officer, event, content, List.of()));
        }
        if (desk.tables().hasDraft(turn.sql(), request)) {
            throw new Refused(
                    Refused.Code.WRONG_STATE,
                    "another message of request " + id + " waits for a signature",
                    "sign that one or discard it");
        }
        desk.tables().putDraft(turn, request, officer.id(), content);
        desk.tables()
                .addEvent(
                        turn,
                        request,
                        NewEvent.own("proposed", officer.id())
                                .withNote(content.kind().text()));
        return Optional.empty();
    }

    /** Sends a message with all the signatures it needs. */
    Logged send(
            Turn turn,
            RequestRow request,
            Officer officer,
            PreservationEvent event,
            StoredDraft content,
            List<Approval> approvals)
            throws Refused {
        PreservationState to = desk.requireNext(request, event);
        Draft draft = content.toDraft(request.keyId(), approvals);
        PreservationProcedure.Signing signing = desk.procedure().signing(content.kind());
        requireApprovals(draft, signing.signatures(), signing.roles());
        Logged logged = desk.sending().send(turn, draft);
        Ref message = Desk.message(logged);
        NewEvent line = NewEvent.own(event.word(), officer.id()).withMessage(message);
        RequestRow sent;
        if (event == PreservationEvent.SEND) {
            sent = sent(turn, request.with(SignatureStatus.COMPLETE), to, logged, message);
        } else {
            Answer answer =
                    JsonBody.read(content.bodyBytes(), Answer.typeOf(event).orElseThrow());
            sent = AnswerEffects.apply(request, to, answer, turn.now());
            line = line.withBody(content.bodyBytes());
        }
        desk.tables().update(turn, sent);
        desk.tables().addEvent(turn, sent, line);
        if (event == PreservationEvent.SEND || signing.signatures() > 0) {
            desk.tables().dropDraft(turn, sent);
        } else if (to.isFinal()) {
            desk.dropDraft(turn, sent);
        }
        return logged;
    }

    /** Sends a request under its one signature; the draft stays and waits for the other. */
    Logged sendAlone(Turn turn, RequestRow request, Officer officer, DraftRow waiting) throws Refused {
        PreservationState to = desk.requireNext(request, PreservationEvent.SEND);
        Draft draft = waiting.content().toDraft(request.keyId(), waiting.approvals());
        requireApprovals(draft, 1, desk.procedure().signing(Kinds.REQUEST).roles());
        Logged logged = desk.sending().send(turn, draft);
        Ref message = Desk.message(logged);
        RequestRow sent = sent(turn, request.with(SignatureStatus.SECOND_DUE), to, logged, message);
        desk.tables().update(turn, sent);
        desk.tables().markSentAlone(turn, sent);
        desk.tables()
                .addEvent(
                        turn,
                        sent,
                        NewEvent.own(PreservationEvent.SEND.word(), officer.id())
                                .withMessage(message)
                                .withNote("emergency: under one signature, the second is due"));
        return logged;
    }

    /** Sends the signature that was missing as a message of its own; it is over the request, not over this message. */
    Logged supplySignature(Turn turn, RequestRow request, DraftRow waiting, DraftRow.Given given) throws Refused {
        PreservationState to = desk.requireNext(request, PreservationEvent.SUPPLY_SIGNATURE);
        List<Approval> both = new ArrayList<>(waiting.approvals());
        both.add(given.approval());
        PreservationProcedure.Signing signing = desk.procedure().signing(Kinds.REQUEST);
        requireApprovals(waiting.content().toDraft(request.keyId(), both), signing.signatures(), signing.roles());
        Ref root = request.root().orElseThrow();
        Answer.LateApproval body = new Answer.LateApproval(root.origin(), root.index(), root.entry());
        StoredDraft content = stored(turn, request, body);
        Logged logged = desk.sending().send(turn, content.toDraft(request.keyId(), List.of(given.approval())));
        RequestRow signed = AnswerEffects.apply(request, to, body, turn.now());
        desk.tables().update(turn, signed);
        desk.tables().dropDraft(turn, signed);
        desk.tables()
                .addEvent(
                        turn,
                        signed,
                        NewEvent.own(PreservationEvent.SUPPLY_SIGNATURE.word(), given.officer())
                                .withMessage(Desk.message(logged))
                                .withBody(content.bodyBytes()));
        return logged;
    }

    private RequestRow sent(Turn turn, RequestRow request, PreservationState to, Logged logged, Ref message) {
        Instant now = turn.now();
        desk.tables().setRecord(turn, request, logged.opening().record());
        return request.with(to, request.moments().with(Moment.SENT, now))
                .withRoot(message)
                .withLast(message);
    }

    private void requireApprovals(Draft draft, int needed, Set<Role> roles) throws Refused {
        try {
            if (needed == 2) {
                Approvals.requireTwo(draft, desk.realm(), desk.own(), roles, desk.keysOf(desk.own()));
            } else if (needed == 1) {
                Approvals.requireOne(draft, desk.realm(), desk.own(), roles, desk.keysOf(desk.own()));
            }
        } catch (ApprovalRefused e) {
            throw new Refused(
                    Refused.Code.INVALID,
                    e.getMessage() == null ? "the signatures do not hold" : e.getMessage(),
                    "a key may have expired since it signed: edit the draft and sign it again");
        }
    }

    private StoredDraft stored(Turn turn, RequestRow request, Answer answer) throws Refused {
        Optional<Act> record;
        try {
            record = desk.tables().record(turn.sql(), request);
        } catch (Erased e) {
            throw desk.erased(request);
        }
        Optional<String> theirs =
                request.side() == Side.REQUESTED ? record.flatMap(Act::ownReference) : Optional.empty();
        Optional<String> ours =
                request.side() == Side.REQUESTING ? record.flatMap(Act::ownReference) : Optional.empty();
        return new StoredDraft(
                answer.event().message().orElseThrow(),
                request.peer(),
                request.ownAuthority(),
                request.peerAuthority().map(address -> address.authority()),
                request.urgency(),
                ours.orElse(request.id().toString()),
                theirs,
                List.of(),
                List.of(request.root().orElseThrow(), request.last().orElseThrow()),
                new String(JsonBody.write(answer), StandardCharsets.UTF_8));
    }
}
