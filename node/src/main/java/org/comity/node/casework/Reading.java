package org.comity.node.casework;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.comity.node.access.OfficerId;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Act;
import org.comity.node.record.Annex;
import org.comity.node.record.JsonBody;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;

/** The read models. Each read is one snapshot; what was erased is shown as absent. */
final class Reading {

    private static final int MOST_DRAFTS = 1_000;

    /** The content of a request, wherever it lies: in its draft until it is sent, in its record from then on. */
    private record Content(Optional<PreservationRequest> request, List<Annex> annexes, Optional<String> ownReference) {

        static final Content NONE = new Content(Optional.empty(), List.of(), Optional.empty());
    }

    private final Desk desk;
    private final Clocks clocks;
    private final Supplier<Snapshot> snapshots;
    private final DeliveryStates deliveries;

    Reading(Desk desk, Supplier<Snapshot> snapshots, DeliveryStates deliveries) {
        this.desk = desk;
        this.clocks = new Clocks(desk.procedure());
        this.snapshots = snapshots;
        this.deliveries = deliveries;
    }

    Slice page(Side side, RequestFilter filter, Page page, Instant now) {
        try (Snapshot snapshot = snapshots.get()) {
            List<RequestSummary> found = desk.lists().page(snapshot.sql(), side, filter, page, now).stream()
                    .map(titled -> summary(titled, now))
                    .toList();
            if (found.size() <= page.size()) {
                return new Slice(found, Optional.empty());
            }
            List<RequestSummary> items = found.subList(0, page.size());
            return new Slice(
                    items, Optional.of(new Page(Optional.of(items.getLast().id()), page.size())));
        }
    }

    RequestView request(RequestId id, Instant now) throws Refused {
        try (Snapshot snapshot = snapshots.get()) {
            Sql sql = snapshot.sql();
            RequestRow row = desk.require(sql, id);
            CaseworkLists.Titled titled = desk.lists().titled(sql, id).orElseThrow();
            Optional<DraftRow> draft = draft(sql, row);
            Content content = content(sql, row, draft);
            return new RequestView(
                    summary(titled, now),
                    content.request(),
                    content.annexes(),
                    content.ownReference(),
                    row.root(),
                    content.request().map(this::advisedMissing).orElse(List.of()),
                    content.request().map(PreservationRequest::steeredTexts).orElse(List.of()),
                    desk.lists().timeline(sql, row.caseId(), row.keyId(), deliveries, Optional.of(id)),
                    draft.map(d -> view(d, titled.title())),
                    clocks.of(row));
        }
    }

    CaseFile caseFile(CaseId id, Instant now) throws Refused {
        try (Snapshot snapshot = snapshots.get()) {
            Sql sql = snapshot.sql();
            String keyId = desk.tables().keyOf(sql, id).orElseThrow(() -> noCase(id));
            Instant opened = desk.tables().openedAt(sql, id);
            return new CaseFile(
                    id,
                    keyId,
                    opened,
                    desk.lists().ofCase(sql, id).stream()
                            .map(titled -> summary(titled, now))
                            .toList(),
                    desk.lists().timeline(sql, id, keyId, deliveries, Optional.empty()));
        }
    }

    List<Clock> clocks(CaseId id) throws Refused {
        try (Snapshot snapshot = snapshots.get()) {
            Sql sql = snapshot.sql();
            if (desk.tables().keyOf(sql, id).isEmpty()) {
                throw noCase(id);
            }
            List<Clock> all = new ArrayList<>();
            desk.lists().ofCase(sql, id).forEach(titled -> all.addAll(clocks.of(titled.row())));
            all.sort(Comparator.comparing(Clock::due)
                    .thenComparing(Clock::request)
                    .thenComparing(Clock::name));
            return all;
        }
    }

    List<DraftView> drafts() {
        try (Snapshot snapshot = snapshots.get()) {
            Sql sql = snapshot.sql();
            List<DraftView> views = new ArrayList<>();
            for (CaseworkLists.Titled titled : desk.lists().withDraft(sql, MOST_DRAFTS)) {
                draft(sql, titled.row()).ifPresent(draft -> views.add(view(draft, titled.title())));
            }
            return views;
        }
    }

    private static Refused noCase(CaseId id) {
        return new Refused(Refused.Code.NOT_FOUND, "no case is named " + id, "look the name up in the lists");
    }

    private RequestSummary summary(CaseworkLists.Titled titled, Instant now) {
        RequestRow row = titled.row();
        Optional<DeliveryState> delivery = row.side() == Side.REQUESTING
                ? row.root()
                        .map(root -> row.moments().at(Moment.SEEN).isPresent()
                                ? DeliveryState.SEEN
                                : deliveries.of(root.index()))
                : Optional.empty();
        return new RequestSummary(
                row.id(),
                row.caseId(),
                row.side(),
                row.stateAt(now),
                row.peer(),
                row.from(),
                row.to(),
                row.urgency(),
                titled.title(),
                row.signatures(),
                row.moments(),
                delivery);
    }

    private Optional<DraftRow> draft(Sql sql, RequestRow row) {
        try {
            return desk.tables().draft(sql, row);
        } catch (Erased e) {
            return Optional.empty();
        }
    }

    private Content content(Sql sql, RequestRow row, Optional<DraftRow> draft) {
        try {
            Optional<Act> record = desk.tables().record(sql, row);
            if (record.isPresent()) {
                Act act = record.get();
                return new Content(
                        Optional.of(JsonBody.read(act.body(), PreservationRequest.class)),
                        act.annexes(),
                        act.ownReference());
            }
        } catch (Erased e) {
            return Content.NONE;
        }
        return draft.map(DraftRow::content)
                .filter(stored -> stored.kind().equals(Kinds.REQUEST))
                .map(stored -> new Content(
                        Optional.of(JsonBody.read(stored.bodyBytes(), PreservationRequest.class)),
                        stored.annexes(),
                        Optional.of(stored.ownReference())))
                .orElse(Content.NONE);
    }

    private DraftView view(DraftRow draft, Optional<String> title) {
        PreservationProcedure.Signing signing =
                desk.procedure().signing(draft.content().kind());
        List<OfficerId> signedBy =
                draft.given().stream().map(DraftRow.Given::officer).toList();
        return new DraftView(
                draft.request(),
                title,
                draft.content().kind(),
                draft.content().to(),
                draft.officer(),
                draft.revision(),
                draft.changed(),
                signedBy,
                signing.signatures(),
                signing.roles(),
                draft.sentAlone());
    }

    private List<PreservationProcedure.Requirement> advisedMissing(PreservationRequest request) {
        return desk.procedure().requirements().stream()
                .filter(r -> r.strength() == PreservationProcedure.Strength.ADVISED)
                .filter(r -> switch (r.field()) {
                    case "custodian" -> request.custodian().isEmpty();
                    case "deadline" -> request.deadline().isEmpty();
                    case "period" -> request.period().isEmpty();
                    default -> false;
                })
                .toList();
    }
}
