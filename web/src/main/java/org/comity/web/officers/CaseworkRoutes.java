package org.comity.web.officers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.comity.node.Node;
import org.comity.node.access.Officer;
import org.comity.node.access.OfficerId;
import org.comity.node.access.Officers;
import org.comity.node.access.Role;
import org.comity.node.casework.CaseId;
import org.comity.node.casework.Casework;
import org.comity.node.casework.DraftView;
import org.comity.node.casework.Page;
import org.comity.node.casework.PreservationRequest;
import org.comity.node.casework.PreservationState;
import org.comity.node.casework.RequestDraft;
import org.comity.node.casework.RequestFilter;
import org.comity.node.casework.RequestId;
import org.comity.node.casework.Slice;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Address;
import org.comity.node.record.Annex;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.MemberId;
import org.comity.node.record.Urgency;

/** Requests for preservation on the side that asks: drafts, signatures, lists, cases. */
final class CaseworkRoutes {

    record Draft(
            Address to,
            AuthorityId from,
            String urgency,
            Optional<String> ownReference,
            Optional<String> caseId,
            List<Annex> annexes,
            PreservationRequest request) {

        RequestDraft draft() throws Refused {
            return Call.legal(() -> new RequestDraft(
                    to, from, ofWord(urgency), ownReference, caseId.map(CaseId::parse), annexes, request));
        }

        private static Urgency ofWord(String word) {
            return Arrays.stream(Urgency.values())
                    .filter(urgency -> urgency.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "urgency " + word + " is not one of routine, urgent, emergency"));
        }
    }

    /** What an act of an officer came to; the message is empty while a signature is awaited. */
    record Acted(Optional<DirectoryRoutes.Message> message, RequestShown request) {}

    /** An act of an officer on one request, inside a turn. */
    @FunctionalInterface
    interface Act {
        Optional<Logged> by(Turn turn, RequestId id, Officer officer) throws Refused;
    }

    private final Node node;
    private final Casework casework;

    CaseworkRoutes(Node node) {
        this.node = node;
        this.casework = node.casework();
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/v1/requests/preservation", Route.CASEWORK, Route.Body.JSON, 201, Route.WORKING, this::draft),
                Route.put("/v1/requests/{id}/draft", Route.CASEWORK, Route.WORKING, this::edit),
                Route.delete("/v1/requests/{id}/draft", Route.CASEWORK, Route.WORKING, this::discard),
                Route.get("/v1/requests", Route.CASE_READERS, Route.READING, this::list),
                Route.get("/v1/drafts", Route.CASE_READERS, Route.READING, this::drafts),
                Route.get("/v1/requests/{id}", Route.CASE_READERS, Route.READING, call -> Answer.json(shown(id(call)))),
                Route.get(
                        "/v1/requests/{id}/statement",
                        Route.CASE_READERS,
                        Set.of(Refused.Code.INVALID, Refused.Code.NOT_FOUND, Refused.Code.WRONG_STATE),
                        this::statement),
                Route.post(
                        "/v1/requests/{id}/signatures",
                        Route.CASEWORK,
                        Route.Body.JSON,
                        200,
                        Route.WORKING,
                        this::sign),
                Route.post(
                        "/v1/requests/{id}/send-emergency",
                        Route.CASEWORK,
                        Route.Body.NONE,
                        200,
                        Route.WORKING,
                        call -> act(
                                call, (turn, id, officer) -> Optional.of(casework.sendEmergency(turn, id, officer)))),
                Route.get("/v1/cases/{id}", Route.CASE_READERS, Route.READING, this::caseFile));
    }

    private Answer draft(Call call) throws Refused {
        RequestDraft draft = call.json(Draft.class).draft();
        RequestId id = call.await(
                node.ledger().submit(call.source(), turn -> casework.draft(turn, call.officer(turn), draft)));
        return Answer.json(shown(id));
    }

    private Answer edit(Call call) throws Refused {
        RequestId id = id(call);
        RequestDraft draft = call.json(Draft.class).draft();
        call.await(node.ledger().submit(call.source(), turn -> {
            casework.edit(turn, id, call.officer(turn), draft);
            return id;
        }));
        return Answer.json(shown(id));
    }

    private Answer discard(Call call) throws Refused {
        RequestId id = id(call);
        call.await(node.ledger().submit(call.source(), turn -> {
            casework.discard(turn, id, call.officer(turn));
            return id;
        }));
        return Answer.json(shown(id));
    }

    /** One act on the request of the path, and how the request stands after it. */
    Answer act(Call call, Act act) throws Refused {
        RequestId id = id(call);
        Optional<Logged> sent =
                call.await(node.ledger().submit(call.source(), turn -> act.by(turn, id, call.officer(turn))));
        return Answer.json(new Acted(sent.map(DirectoryRoutes.Message::of), shown(id)));
    }

    private Answer sign(Call call) throws Refused {
        RequestId id = id(call);
        Approval approval = call.json(Signing.Given.class).approval();
        Optional<Logged> sent = call.await(node.ledger()
                .submit(call.source(), turn -> casework.sign(turn, id, signer(turn, approval), approval)));
        return Answer.json(new Acted(sent.map(DirectoryRoutes.Message::of), shown(id)));
    }

    /** The holder of the key: the signature says who it was, whoever hands it in. */
    private static Officer signer(Turn turn, Approval approval) throws Refused {
        Optional<OfficerId> holder = Officers.holder(turn.sql(), approval.officerKeyId());
        Optional<Officer> officer = holder.flatMap(id -> Officers.find(turn.sql(), id));
        return officer.orElseThrow(() -> new Refused(
                Refused.Code.NOT_FOUND,
                "no officer in service here has the key "
                        + approval.officerKeyId().hex(),
                "have an administrator take the officer on with this key"));
    }

    private Answer statement(Call call) throws Refused {
        RequestId id = id(call);
        String word = call.required("role");
        Role role = Call.legal(() -> Role.ofWord(word));
        long now = node.world().clock().millis();
        long timeMs = call.number("timeMs", 0, Long.MAX_VALUE, now);
        ApprovalStatement statement = casework.statement(id, role, Instant.ofEpochMilli(timeMs));
        return Answer.json(
                Signing.show(statement, Optional.of(new String(casework.waitingBody(id), StandardCharsets.UTF_8))));
    }

    private Answer list(Call call) throws Refused {
        Set<PreservationState> states = EnumSet.noneOf(PreservationState.class);
        for (String word : call.query("state").map(text -> text.split(",")).orElse(new String[0])) {
            states.add(Call.legal(() -> PreservationState.ofWord(word)));
        }
        Optional<String> peer = call.query("peer");
        RequestFilter filter = Call.legal(() -> new RequestFilter(states, peer.map(MemberId::new)));
        int size = call.pageSize();
        Page page = Call.legal(() -> new Page(call.query("before").map(RequestId::parse), size));
        Instant now = node.world().clock().instant();
        String side = call.query("side").orElse("requested");
        Slice slice = switch (side) {
            case "requested" -> casework.inbox(filter, page, now);
            case "requesting" -> casework.outbox(filter, page, now);
            default ->
                throw new Refused(Refused.Code.INVALID, "side is not requested or requesting", "name one of the two");
        };
        return Answer.json(new Paged<>(
                slice.items().stream().map(RequestShown.Summary::of).toList(),
                slice.next().flatMap(Page::before).map(RequestId::toString)));
    }

    private Answer drafts(Call call) throws Refused {
        return Answer.json(Paged.of(
                call, casework.drafts(), (DraftView draft) -> draft.request().toString(), RequestShown.Waiting::of));
    }

    private Answer caseFile(Call call) throws Refused {
        CaseId id = Call.legal(() -> CaseId.parse(call.part("id")));
        Instant now = node.world().clock().instant();
        return Answer.json(RequestShown.CaseShown.of(casework.caseFile(id, now), casework.clocks(id), now));
    }

    private RequestShown shown(RequestId id) throws Refused {
        Instant now = node.world().clock().instant();
        return RequestShown.of(casework.request(id, now), now);
    }

    private static RequestId id(Call call) throws Refused {
        return Call.legal(() -> RequestId.parse(call.part("id")));
    }
}
