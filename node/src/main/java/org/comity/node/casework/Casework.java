package org.comity.node.casework;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.comity.node.access.Officer;
import org.comity.node.access.Role;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Receiver;
import org.comity.node.exchange.Recovered;
import org.comity.node.exchange.Sending;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Ref;
import org.comity.node.store.Migration;
import org.comity.node.store.Snapshot;

/**
 * The preservation procedure of a node, on both sides of a request.
 *
 * <p>The way of a request: {@link #draft}, {@link #statement} and {@link #sign} by two officers, the second of which sends it in
 * the same commit. At the other side {@link #received} checks the signatures under that member's card and opens a case; there
 * {@link #seen}, then {@link #accept} or {@link #refuse}, perhaps {@link #extend}, in the end {@link #complete}; meanwhile the
 * requesting side may {@link #askExtension} or {@link #withdraw}. Each step is one line in the timeline and one message.
 *
 * <p>An answer whose kind needs a signature waits, like a request, until {@link #sign} brings the last one; the methods then give
 * an empty result. Methods that take a {@link Turn} run inside a work and keep no state of their own; the reads open a
 * snapshot each and may be called on any thread, but never inside a work, whose transaction they would not see.
 */
public final class Casework implements Receiver {

    private final Desk desk;
    private final Dispatch dispatch;
    private final Drafting drafting;
    private final Incoming incoming;
    private final Restoring restoring;
    private final Reading reading;
    private final Supplier<Snapshot> snapshots;

    /**
     * @param realm what officers' statements are bound to
     * @param own the member whose node this is
     * @param sending where messages go
     * @param keys what lies at rest is sealed under
     * @param snapshots for reads
     * @param officers public keys of officers, own and foreign
     * @param deliveries how far own messages got
     * @param procedure durations, grounds and who must sign
     */
    public Casework(
            Realm realm,
            MemberId own,
            Sending sending,
            CaseKeys keys,
            Supplier<Snapshot> snapshots,
            OfficerKeyLookup officers,
            DeliveryStates deliveries,
            PreservationProcedure procedure) {
        this.desk =
                new Desk(realm, own, sending, new CaseworkTables(keys), new CaseworkLists(keys), officers, procedure);
        this.dispatch = new Dispatch(desk);
        this.drafting = new Drafting(desk, dispatch);
        this.incoming = new Incoming(desk);
        this.restoring = new Restoring(desk);
        this.reading = new Reading(desk, snapshots, deliveries);
        this.snapshots = snapshots;
    }

    /** The tables of this capability, to be applied before anything is called. */
    public static List<Migration> migrations() {
        return CaseworkTables.MIGRATIONS;
    }

    /** Facts of the procedure, for forms and explanations. */
    public PreservationProcedure procedure() {
        return desk.procedure();
    }

    /**
     * Writes a request that waits for its signatures, in a new case or in one that is there.
     *
     * @throws Refused when the officer does no casework, the case is unknown, or the request breaks the procedure
     */
    public RequestId draft(Turn turn, Officer officer, RequestDraft draft) throws Refused {
        return drafting.draft(turn, officer, draft);
    }

    /**
     * Writes an unsent request anew. Its signatures fall, and the timeline says how many.
     *
     * @throws Refused also when the request was sent already
     */
    public void edit(Turn turn, RequestId id, Officer officer, RequestDraft draft) throws Refused {
        drafting.edit(turn, id, officer, draft);
    }

    /**
     * Gives up what waits for signatures: an unsent request, or an answer to one that stays as it was.
     *
     * @throws Refused when nothing waits, or when the request went under one signature and owes the second
     */
    public void discard(Turn turn, RequestId id, Officer officer) throws Refused {
        drafting.discard(turn, id, officer);
    }

    /**
     * What an officer signs to approve the message of this request that waits. Its {@code bytes()} are the exact bytes.
     *
     * @param role in which the officer will sign
     * @param at when the officer signs; the approval must carry the same time
     * @throws Refused when nothing waits, or the role does not sign this kind
     */
    public ApprovalStatement statement(RequestId id, Role role, Instant at) throws Refused {
        try (Snapshot snapshot = snapshots.get()) {
            return drafting.statement(snapshot.sql(), id, role, at);
        }
    }

    /**
     * The exact body over which {@link #statement} speaks, so that officers read what they sign.
     *
     * @throws Refused when nothing waits
     */
    public byte[] waitingBody(RequestId id) throws Refused {
        try (Snapshot snapshot = snapshots.get()) {
            RequestRow request = desk.require(snapshot.sql(), id);
            return desk.requireDraft(snapshot.sql(), request).content().bodyBytes();
        }
    }

    /** The case whose records lie at rest under this name, if it is one of casework. */
    public Optional<CaseId> caseOf(String keyId) {
        try (Snapshot snapshot = snapshots.get()) {
            return desk.tables().caseOfKey(snapshot.sql(), keyId);
        }
    }

    /**
     * Takes an officer's signature. With the last one that is needed the message goes in the same commit; after
     * {@link #sendEmergency} the signature itself goes, as a message of its own.
     *
     * @return the message, when one went
     * @throws Refused when the signature does not hold, the role does not fit, or the same officer or key signed before
     */
    public Optional<Logged> sign(Turn turn, RequestId id, Officer officer, Approval approval) throws Refused {
        return drafting.sign(turn, id, officer, approval);
    }

    /**
     * Sends a request that states an emergency under the one signature it has. It goes marked, and the second signature is due
     * within the time that the procedure sets.
     *
     * @throws Refused when it states no emergency, or nobody signed it
     */
    public Logged sendEmergency(Turn turn, RequestId id, Officer officer) throws Refused {
        return drafting.sendEmergency(turn, id, officer);
    }

    /**
     * Tells the other side, once, that a person opened the request.
     *
     * @throws Refused when it was told or answered before, or the request is unsigned
     */
    public Logged seen(Turn turn, RequestId id, Officer officer) throws Refused {
        RequestRow request = desk.require(turn.sql(), id);
        desk.requireNext(request, PreservationEvent.SEE);
        var root = request.root().orElseThrow();
        return dispatch.answer(turn, id, officer, new Answer.Seen(root.origin(), root.index(), root.entry()))
                .orElseThrow();
    }

    /** The data is preserved; empty while the answer waits for a signature. */
    public Optional<Logged> accept(Turn turn, RequestId id, Officer officer, Answer.Acceptance acceptance)
            throws Refused {
        return dispatch.answer(turn, id, officer, acceptance);
    }

    /**
     * The state will not preserve; empty while the answer waits for a signature.
     *
     * @param ground id of one of the grounds of the procedure
     * @param reason why it applies, in words
     * @throws Refused also when the law rules the ground out
     */
    public Optional<Logged> refuse(Turn turn, RequestId id, Officer officer, String ground, String reason)
            throws Refused {
        Answer.Refusal refusal;
        try {
            refusal = new Answer.Refusal(
                    ground, desk.procedure().ground(ground).citation().article(), reason);
        } catch (IllegalArgumentException e) {
            throw Desk.invalid(e);
        }
        return dispatch.answer(turn, id, officer, refusal);
    }

    /** The requesting side asks to preserve longer. */
    public Optional<Logged> askExtension(Turn turn, RequestId id, Officer officer, Answer.ExtensionRequest asked)
            throws Refused {
        return dispatch.answer(turn, id, officer, asked);
    }

    /** The requested side preserves longer, asked or of its own accord. */
    public Optional<Logged> extend(Turn turn, RequestId id, Officer officer, Answer.Extension extension)
            throws Refused {
        return dispatch.answer(turn, id, officer, extension);
    }

    /** Preservation has served its purpose. */
    public Optional<Logged> complete(Turn turn, RequestId id, Officer officer, Answer.Completion completion)
            throws Refused {
        return dispatch.answer(turn, id, officer, completion);
    }

    /** The requesting side needs it no longer. An unsent request is discarded instead. */
    public Optional<Logged> withdraw(Turn turn, RequestId id, Officer officer, Answer.Withdrawal withdrawal)
            throws Refused {
        return dispatch.answer(turn, id, officer, withdrawal);
    }

    @Override
    public Set<Kind> kinds() {
        return Kinds.all();
    }

    @Override
    public void received(Turn turn, Received message) throws BodyRefused {
        incoming.received(turn, message);
    }

    @Override
    public boolean opensCase(Kind kind) {
        return kind.equals(Kinds.REQUEST);
    }

    @Override
    public void sentAnew(Turn turn, Ref before, Logged now) {
        restoring.sentAnew(turn, before, now);
    }

    @Override
    public void recovered(Turn turn, Recovered sent) throws BodyRefused {
        restoring.recovered(turn, sent);
    }

    /** Requests that other members sent here, newest first. */
    public Slice inbox(RequestFilter filter, Page page, Instant now) {
        return reading.page(Side.REQUESTED, filter, page, now);
    }

    /** Requests drafted or sent here, newest first. */
    public Slice outbox(RequestFilter filter, Page page, Instant now) {
        return reading.page(Side.REQUESTING, filter, page, now);
    }

    /**
     * All that is known here of one request.
     *
     * @throws Refused when there is none of that name
     */
    public RequestView request(RequestId id, Instant now) throws Refused {
        return reading.request(id, now);
    }

    /**
     * A case with its requests on one timeline.
     *
     * @throws Refused when there is none of that name
     */
    public CaseFile caseFile(CaseId id, Instant now) throws Refused {
        return reading.caseFile(id, now);
    }

    /**
     * The clocks of all requests of a case, by due time. How each stands at a moment, {@link Clock#phase} says.
     *
     * @throws Refused when there is no such case
     */
    public List<Clock> clocks(CaseId id) throws Refused {
        return reading.clocks(id);
    }

    /** What waits for signatures, oldest request first; the first 1,000. */
    public List<DraftView> drafts() {
        return reading.drafts();
    }
}
