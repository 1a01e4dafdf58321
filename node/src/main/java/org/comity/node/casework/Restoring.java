package org.comity.node.casework;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.comity.node.access.ApprovalRefused;
import org.comity.node.access.Approvals;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Role;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Recovered;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Act;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.record.Ref;
import org.comity.tlog.Hash;

/**
 * Brings cases up to what this node did after the backup was made from which it was restored.
 *
 * <p>A message that the other side gave back was decided and signed here, so it is taken as done: a request opens its case again, an
 * answer moves its request. Who acted is known only as far as the record says it; the timeline says where the line comes from. A
 * draft of the same request that the backup still holds stays, for officers to discard: nobody but them can say that it is the same.
 */
final class Restoring {

    private static final String NOTE = "given back after a restore";

    private final Desk desk;

    Restoring(Desk desk) {
        this.desk = desk;
    }

    /** The message that opened a request, or the newest one about it, stands elsewhere now. */
    void sentAnew(Turn turn, Ref before, Logged now) {
        Ref message = Desk.message(now);
        desk.lists()
                .byRoot(turn.sql(), before)
                .ifPresent(request -> desk.tables()
                        .update(
                                turn,
                                request.last()
                                                .filter(last -> isSame(last, before))
                                                .isPresent()
                                        ? request.withRoot(message).withLast(message)
                                        : request.withRoot(message)));
    }

    private static boolean isSame(Ref one, Ref other) {
        return one.origin().equals(other.origin()) && one.index() == other.index();
    }

    void recovered(Turn turn, Recovered sent) throws BodyRefused {
        PreservationEvent event = PreservationEvent.ofMessage(sent.act().kind())
                .orElseThrow(() -> new BodyRefused("kind " + sent.act().kind() + " is not one of casework"));
        try {
            if (event == PreservationEvent.SEND) {
                request(turn, sent);
            } else {
                answer(turn, sent, event);
            }
        } catch (MalformedRecord | IllegalArgumentException e) {
            throw new BodyRefused(e.getMessage() == null ? "the body breaks its format" : e.getMessage());
        }
    }

    private void request(Turn turn, Recovered sent) throws BodyRefused {
        Act act = sent.act();
        if (!(act.recipient() instanceof Recipient.One(MemberId to))) {
            throw new BodyRefused("the request has no single recipient");
        }
        PreservationRequest body = JsonBody.read(act.body(), PreservationRequest.class);
        Optional<CaseId> known = desk.tables().caseOfKey(turn.sql(), sent.caseId());
        CaseId caseId = known.isPresent() ? known.get() : desk.tables().openCase(turn, Optional.of(sent.caseId()));
        RequestRow request = new RequestRow(
                        desk.tables().nextRequest(turn),
                        caseId,
                        desk.tables().keyOf(turn.sql(), caseId).orElseThrow(),
                        Side.REQUESTING,
                        PreservationState.SENT,
                        to,
                        act.fromAuthority(),
                        act.toAuthority(),
                        act.urgency(),
                        signatures(act),
                        Optional.empty(),
                        Optional.empty(),
                        Moments.opened(sent.at()).with(Moment.SENT, Instant.ofEpochMilli(act.timeMs())))
                .withRoot(sent.place())
                .withLast(sent.place());
        desk.tables().insert(turn, request, body.offence().title(), Optional.of(act.bytes()));
        desk.tables().addEvent(turn, request, restored(PreservationEvent.SEND, sent.place()));
    }

    private SignatureStatus signatures(Act act) {
        Set<Role> roles = desk.procedure().signing(Kinds.REQUEST).roles();
        Function<Hash, Optional<OfficerKey>> keys = desk.keysOf(desk.own());
        try {
            Approvals.requireTwo(act, roles, keys);
            return SignatureStatus.COMPLETE;
        } catch (ApprovalRefused e) {
            return SignatureStatus.SECOND_DUE;
        }
    }

    private void answer(Turn turn, Recovered sent, PreservationEvent event) throws BodyRefused {
        Ref root = sent.act().refs().stream()
                .filter(ref -> ref.rel().equals(RequestRow.CASE))
                .findFirst()
                .orElseThrow(() -> new BodyRefused("the message names no request"));
        RequestRow before = desk.lists()
                .byRoot(turn.sql(), root)
                .filter(request -> request.peer().equals(sent.to()))
                .orElseThrow(
                        () -> new BodyRefused("leaf " + root.index() + " of " + root.origin() + " is no request here"));
        Answer answer = JsonBody.read(
                sent.act().body(),
                Answer.typeOf(event).orElseThrow(() -> new BodyRefused("no message carries " + event.word())));
        PreservationState to = PreservationTransitions.next(before.state(), event)
                .or(() -> PreservationTransitions.crossing(before.state(), event))
                .orElseThrow(() -> new BodyRefused(
                        "the request is " + before.state().word() + ", in which nobody can " + event.word()));
        RequestRow after = AnswerEffects.apply(
                        before, to, answer, Instant.ofEpochMilli(sent.act().timeMs()))
                .withLast(sent.place());
        desk.tables().update(turn, after);
        desk.tables()
                .addEvent(
                        turn,
                        after,
                        restored(event, sent.place()).withBody(sent.act().body()));
    }

    private static NewEvent restored(PreservationEvent event, Ref place) {
        return new NewEvent(
                event.word(), TimelineEntry.Actor.OWN, Optional.empty(), Optional.of(place), NOTE, Optional.empty());
    }
}
