package org.comity.node.casework;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.comity.node.access.ApprovalRefused;
import org.comity.node.access.Approvals;
import org.comity.node.access.OfficerKey;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Act;
import org.comity.node.record.Approval;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.Ref;
import org.comity.tlog.Hash;

/**
 * What peers' messages do here.
 *
 * <p>A request opens a case whatever its signatures are, so that people see it; without the signatures it needs nothing can be
 * done with it. Every later message must name the request it is about, come from the member on its other side, be of that
 * side's to send, carry the signatures of its kind and fit the state; otherwise it is refused as malformed and the state stays.
 */
final class Incoming {

    /** What was found about the signatures of a request. */
    private record Finding(SignatureStatus status, String note) {}

    private final Desk desk;

    Incoming(Desk desk) {
        this.desk = desk;
    }

    void received(Turn turn, Received message) throws BodyRefused {
        if (!message.act().mediaType().equals(JsonBody.MEDIA_TYPE)) {
            throw new BodyRefused("media type is " + message.act().mediaType() + ", legal is " + JsonBody.MEDIA_TYPE);
        }
        PreservationEvent event = PreservationEvent.ofMessage(message.act().kind())
                .orElseThrow(() -> new BodyRefused("kind " + message.act().kind() + " is not one of casework"));
        try {
            if (event == PreservationEvent.SEND) {
                request(turn, message);
            } else {
                answer(turn, message, event);
            }
        } catch (MalformedRecord | IllegalArgumentException e) {
            throw new BodyRefused(e.getMessage() == null ? "the body breaks its format" : e.getMessage());
        } catch (Erased e) {
            throw new BodyRefused("the request it refers to is erased here");
        }
    }

    private void request(Turn turn, Received message) {
        Act act = message.act();
        PreservationRequest body = JsonBody.read(act.body(), PreservationRequest.class);
        desk.procedure().check(body);
        RequestDraft.checkUrgency(act.urgency(), body);
        Finding finding = examine(message, body);
        CaseId caseId = caseFor(turn, message);
        Ref root = new Ref(RequestRow.CASE, act.origin(), message.index(), message.entry());
        RequestRow request = new RequestRow(
                        desk.tables().nextRequest(turn),
                        caseId,
                        desk.tables().keyOf(turn.sql(), caseId).orElseThrow(),
                        Side.REQUESTED,
                        finding.status() == SignatureStatus.MISSING
                                ? PreservationState.UNSIGNED
                                : PreservationState.RECEIVED,
                        message.from(),
                        act.fromAuthority(),
                        act.toAuthority(),
                        act.urgency(),
                        finding.status(),
                        Optional.empty(),
                        Optional.empty(),
                        Moments.opened(message.at()))
                .withRoot(root)
                .withLast(root);
        desk.tables().insert(turn, request, body.offence().title(), Optional.of(act.bytes()));
        desk.tables()
                .addEvent(
                        turn,
                        request,
                        NewEvent.peer("received", reference(message)).withNote(finding.note()));
    }

    /** Two officers, or in an emergency one. What is missing makes a remark, never a refusal: people shall see the request. */
    private Finding examine(Received message, PreservationRequest body) {
        PreservationProcedure.Signing signing = desk.procedure().signing(Kinds.REQUEST);
        Function<Hash, Optional<OfficerKey>> keys = desk.keysOf(message.from());
        try {
            Approvals.requireTwo(message.act(), signing.roles(), keys);
            return new Finding(SignatureStatus.COMPLETE, "");
        } catch (ApprovalRefused twoMissing) {
            if (body.emergency().isPresent()) {
                try {
                    Approvals.requireOne(message.act(), signing.roles(), keys);
                    return new Finding(SignatureStatus.SECOND_DUE, "emergency: under one signature, the second is due");
                } catch (ApprovalRefused noneHolds) {
                    return new Finding(SignatureStatus.MISSING, text(noneHolds));
                }
            }
            return new Finding(SignatureStatus.MISSING, text(twoMissing));
        }
    }

    /** The case that the exchange filed the message under, when the same peer already has a request in it; else a new one. */
    private CaseId caseFor(Turn turn, Received message) {
        Optional<String> keyId = Optional.of(message.caseId()).filter(id -> !id.isEmpty());
        Optional<CaseId> filed = keyId.flatMap(id -> desk.tables().caseOfKey(turn.sql(), id));
        if (filed.isEmpty()) {
            return desk.tables().openCase(turn, keyId);
        }
        boolean theirs =
                desk.lists().firstSent(turn.sql(), filed.get(), message.from()).isPresent();
        return theirs ? filed.get() : desk.tables().openCase(turn, Optional.empty());
    }

    private void answer(Turn turn, Received message, PreservationEvent event) throws BodyRefused, Erased {
        RequestRow before = requestOf(turn, message);
        if (event.by().orElseThrow() == before.side()) {
            throw new BodyRefused("the request was " + (before.side() == Side.REQUESTING ? "sent" : "received")
                    + " here; its sender cannot " + event.word() + " it");
        }
        Answer answer = JsonBody.read(message.act().body(), Answer.typeOf(event).orElseThrow());
        // Written in time and arrived late is in time: the road must not cost a state its answer.
        Instant written = Instant.ofEpochMilli(message.act().timeMs());
        Instant judged = written.isBefore(message.at()) ? written : message.at();
        RequestRow request = desk.settleExpiry(turn, before, judged);
        Optional<PreservationState> next = PreservationTransitions.next(request.state(), event);
        PreservationState to = next.or(() -> PreservationTransitions.crossing(request.state(), event))
                .orElseThrow(() -> new BodyRefused(
                        "the request is " + request.state().word() + ", in which nobody can " + event.word()));
        boolean absorbed = next.isEmpty() && to == request.state();
        requireSigned(turn, request, message, event);
        if (!absorbed) {
            AnswerChecks.check(request, answer, desk.procedure());
        }
        RequestRow after = absorbed && event != PreservationEvent.SUPPLY_SIGNATURE
                ? request
                : AnswerEffects.apply(request, to, answer, message.at());
        RequestRow updated = after.withLast(reference(message));
        desk.tables().update(turn, updated);
        NewEvent line = NewEvent.peer(event.word(), reference(message))
                .withBody(message.act().body());
        desk.tables()
                .addEvent(
                        turn, updated, absorbed ? line.withNote("crossed what happened here; nothing changes") : line);
        if (to.isFinal()) {
            desk.dropDraft(turn, updated);
        }
    }

    private RequestRow requestOf(Turn turn, Received message) throws BodyRefused {
        List<Ref> refs = message.act().refs().stream()
                .filter(ref -> ref.rel().equals(RequestRow.CASE))
                .toList();
        if (refs.size() != 1) {
            throw new BodyRefused(
                    "the message has " + refs.size() + " references of relation case, legal is exactly 1");
        }
        Ref ref = refs.getFirst();
        return desk.lists()
                .byRoot(turn.sql(), ref)
                .filter(request -> request.peer().equals(message.from()))
                .orElseThrow(() -> new BodyRefused("leaf " + ref.index() + " of " + ref.origin()
                        + " is no request between " + message.from() + " and this node"));
    }

    private void requireSigned(Turn turn, RequestRow request, Received message, PreservationEvent event)
            throws BodyRefused, Erased {
        PreservationProcedure.Signing signing =
                desk.procedure().signing(message.act().kind());
        Function<Hash, Optional<OfficerKey>> keys = desk.keysOf(message.from());
        try {
            if (event == PreservationEvent.SUPPLY_SIGNATURE) {
                requireBoth(turn, request, message, keys);
            } else if (signing.signatures() == 2) {
                Approvals.requireTwo(message.act(), signing.roles(), keys);
            } else if (signing.signatures() == 1) {
                Approvals.requireOne(message.act(), signing.roles(), keys);
            }
        } catch (ApprovalRefused e) {
            throw new BodyRefused(text(e));
        }
    }

    /** The late signature is over the request; together with those that came with it there must be two officers'. */
    private void requireBoth(Turn turn, RequestRow request, Received message, Function<Hash, Optional<OfficerKey>> keys)
            throws Erased {
        Act root = desk.tables().record(turn.sql(), request).orElseThrow();
        Draft restated = Draft.of(root.kind(), root.recipient(), root.lane(), root.mediaType(), root.body())
                .withFromAuthority(root.fromAuthority());
        if (root.toAuthority().isPresent()) {
            restated = restated.withToAuthority(root.toAuthority().get());
        }
        if (root.rulebook().isPresent()) {
            restated = restated.withRulebook(root.rulebook().get());
        }
        for (var annex : root.annexes()) {
            restated = restated.withAnnex(annex);
        }
        for (Approval approval : root.approvals()) {
            restated = restated.withApproval(approval);
        }
        for (Approval approval : message.act().approvals()) {
            restated = restated.withApproval(approval);
        }
        Approvals.requireTwo(
                restated,
                desk.realm(),
                message.from(),
                desk.procedure().signing(Kinds.REQUEST).roles(),
                keys);
    }

    private static String text(ApprovalRefused e) {
        return e.getMessage() == null ? "the signatures do not hold" : e.getMessage();
    }

    private static Ref reference(Received message) {
        return new Ref("message", message.act().origin(), message.index(), message.entry());
    }
}
