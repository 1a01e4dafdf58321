package org.comity.node.casework;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.node.access.OfficerId;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Act;
import org.comity.node.record.Algorithm;
import org.comity.node.record.Approval;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Ref;
import org.comity.node.store.Migration;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/** The SQL that changes cases, requests, timelines and drafts; what reads lists stands in {@link CaseworkLists}. */
final class CaseworkTables {

    static final List<Migration> MIGRATIONS = List.of(Migration.of(CaseworkTables.class, "0001-casework.sql"));

    private static final String MOMENTS =
            Stream.of(Moment.values()).map(Moment::column).collect(Collectors.joining(", "));
    private static final String INSERT_REQUEST =
            "INSERT INTO casework_request (request_id, case_id, side, title, record,"
                    + " state, peer, from_authority, to_authority, urgency, signatures, root_origin, root_index, root_entry,"
                    + " last_origin, last_index, last_entry, " + MOMENTS + ") VALUES (" + "?, ".repeat(16)
                    + "?, ".repeat(Moment.values().length) + "?)";
    private static final String UPDATE_REQUEST = "UPDATE casework_request SET state = ?, peer = ?, from_authority = ?,"
            + " to_authority = ?, urgency = ?, signatures = ?, root_origin = ?, root_index = ?, root_entry = ?,"
            + " last_origin = ?, last_index = ?, last_entry = ?, "
            + Stream.of(Moment.values()).map(m -> m.column() + " = ?").collect(Collectors.joining(", "))
            + " WHERE request_id = ?";

    private final CaseKeys keys;

    CaseworkTables(CaseKeys keys) {
        this.keys = keys;
    }

    /** Opens a case; without a key name of its own it lies under a key named like itself. */
    CaseId openCase(Turn turn, Optional<String> keyId) {
        CaseId id = CaseId.ofOrdinal(nextOrdinal(turn, "SELECT max(case_id) FROM casework_case WHERE case_id >= ?"));
        turn.sql()
                .update(
                        "INSERT INTO casework_case (case_id, key_id, opened_ms) VALUES (?, ?, ?)",
                        id.ordinal(),
                        keyId.orElse(id.toString()),
                        turn.now().toEpochMilli());
        return id;
    }

    Optional<CaseId> caseOfKey(Sql sql, String keyId) {
        return sql.first(
                "SELECT case_id FROM casework_case WHERE key_id = ?", row -> CaseId.ofOrdinal(row.number(0)), keyId);
    }

    Optional<String> keyOf(Sql sql, CaseId id) {
        return sql.first("SELECT key_id FROM casework_case WHERE case_id = ?", row -> row.text(0), id.ordinal());
    }

    Instant openedAt(Sql sql, CaseId id) {
        return Instant.ofEpochMilli(sql.number("SELECT opened_ms FROM casework_case WHERE case_id = ?", id.ordinal()));
    }

    RequestId nextRequest(Turn turn) {
        return RequestId.ofOrdinal(
                nextOrdinal(turn, "SELECT max(request_id) FROM casework_request WHERE request_id >= ?"));
    }

    /** Names count within the UTC year; when the clock's year steps back the numbers of the later year go on. */
    private static long nextOrdinal(Turn turn, String select) {
        long first = Serial.ordinal(turn.now().atOffset(ZoneOffset.UTC).getYear(), 1);
        return turn.sql()
                .first(select, row -> row.optionalNumber(0), first)
                .filter(java.util.OptionalLong::isPresent)
                .map(max -> max.getAsLong() + 1)
                .orElse(first);
    }

    void insert(Turn turn, RequestRow request, String title, Optional<byte[]> record) {
        List<Object> args = new ArrayList<>(List.of(
                request.id().ordinal(),
                request.caseId().ordinal(),
                request.side().word(),
                keys.seal(turn, request.keyId(), title.getBytes(StandardCharsets.UTF_8)),
                record.map(bytes -> keys.seal(turn, request.keyId(), bytes))));
        args.addAll(changing(request));
        turn.sql().update(INSERT_REQUEST, args.toArray());
    }

    void update(Turn turn, RequestRow request) {
        List<Object> args = changing(request);
        args.add(request.id().ordinal());
        turn.sql().update(UPDATE_REQUEST, args.toArray());
    }

    void setTitle(Turn turn, RequestRow request, String title) {
        turn.sql()
                .update(
                        "UPDATE casework_request SET title = ? WHERE request_id = ?",
                        keys.seal(turn, request.keyId(), title.getBytes(StandardCharsets.UTF_8)),
                        request.id().ordinal());
    }

    void setRecord(Turn turn, RequestRow request, byte[] record) {
        turn.sql()
                .update(
                        "UPDATE casework_request SET record = ? WHERE request_id = ?",
                        keys.seal(turn, request.keyId(), record),
                        request.id().ordinal());
    }

    private static List<Object> changing(RequestRow request) {
        List<Object> args = new ArrayList<>();
        args.add(request.state().word());
        args.add(request.peer().code());
        args.add(request.from().name());
        args.add(request.to().map(authority -> authority.name()));
        args.add(request.urgency().number());
        args.add(request.signatures().word());
        addRef(args, request.root());
        addRef(args, request.last());
        for (Moment moment : Moment.values()) {
            args.add(request.moments().at(moment).map(Instant::toEpochMilli));
        }
        return args;
    }

    private static void addRef(List<Object> args, Optional<Ref> ref) {
        args.add(ref.map(Ref::origin));
        args.add(ref.map(Ref::index));
        args.add(ref.map(Ref::entry));
    }

    /** The root record of a request that was sent or received. */
    Optional<Act> record(Sql sql, RequestRow request) throws Erased {
        Optional<byte[]> sealed = sql.first(
                        "SELECT record FROM casework_request WHERE request_id = ?",
                        row -> row.optionalBytes(0),
                        request.id().ordinal())
                .flatMap(found -> found);
        return sealed.isEmpty()
                ? Optional.empty()
                : Optional.of(Act.parse(keys.open(sql, request.keyId(), sealed.get())));
    }

    void addEvent(Turn turn, RequestRow request, NewEvent event) {
        long number = turn.sql()
                .number(
                        "SELECT coalesce(max(number), 0) + 1 FROM casework_event WHERE case_id = ?",
                        request.caseId().ordinal());
        List<Object> args = new ArrayList<>(List.of(
                request.caseId().ordinal(),
                number,
                request.id().ordinal(),
                turn.now().toEpochMilli(),
                event.event(),
                request.state().word(),
                event.actor().word(),
                event.officer().map(OfficerId::text)));
        addRef(args, event.message());
        args.add(event.note());
        args.add(event.body().map(body -> keys.seal(turn, request.keyId(), body)));
        turn.sql()
                .update(
                        "INSERT INTO casework_event (case_id, number, request_id, at_ms, event, state, actor, officer,"
                                + " log_origin, log_index, entry, note, body)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        args.toArray());
    }

    /** Writes the waiting message of a request, in place of the one before; its signatures must be gone already. */
    void putDraft(Turn turn, RequestRow request, OfficerId officer, StoredDraft content) {
        turn.sql()
                .update(
                        "INSERT INTO casework_draft (request_id, kind, officer, revision, changed_ms, content)"
                                + " VALUES (?, ?, ?, 1, ?, ?)"
                                + " ON CONFLICT (request_id) DO UPDATE SET kind = excluded.kind, officer = excluded.officer,"
                                + " revision = casework_draft.revision + 1, changed_ms = excluded.changed_ms,"
                                + " content = excluded.content",
                        request.id().ordinal(),
                        content.kind().text(),
                        officer.text(),
                        turn.now().toEpochMilli(),
                        keys.seal(turn, request.keyId(), JsonBody.write(content)));
    }

    boolean hasDraft(Sql sql, RequestRow request) {
        return sql.number(
                        "SELECT count(*) FROM casework_draft WHERE request_id = ?",
                        request.id().ordinal())
                > 0;
    }

    void markSentAlone(Turn turn, RequestRow request) {
        turn.sql()
                .update(
                        "UPDATE casework_draft SET sent_alone_ms = ? WHERE request_id = ?",
                        turn.now().toEpochMilli(),
                        request.id().ordinal());
    }

    /** Removes a waiting message; how many signatures fell with it. */
    int dropDraft(Turn turn, RequestRow request) {
        int signatures = dropSignatures(turn, request);
        turn.sql()
                .update(
                        "DELETE FROM casework_draft WHERE request_id = ?",
                        request.id().ordinal());
        return signatures;
    }

    int dropSignatures(Turn turn, RequestRow request) {
        return turn.sql()
                .update(
                        "DELETE FROM casework_signature WHERE request_id = ?",
                        request.id().ordinal());
    }

    void addSignature(Turn turn, RequestRow request, int number, DraftRow.Given given) {
        Approval approval = given.approval();
        turn.sql()
                .update(
                        "INSERT INTO casework_signature (request_id, number, officer, key_id, role, algorithm, time_ms,"
                                + " signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        request.id().ordinal(),
                        number,
                        given.officer().text(),
                        approval.officerKeyId(),
                        approval.role(),
                        approval.algorithm().number(),
                        approval.timeMs(),
                        approval.signature());
    }

    /** The waiting message of a request. */
    Optional<DraftRow> draft(Sql sql, RequestRow request) throws Erased {
        @SuppressWarnings("ArrayRecordComponent") // lives within this method
        record Stored(OfficerId officer, long revision, Instant changed, Optional<Instant> alone, byte[] sealed) {}
        Optional<Stored> stored = sql.first(
                "SELECT officer, revision, changed_ms, sent_alone_ms, content FROM casework_draft WHERE request_id = ?",
                row -> new Stored(
                        new OfficerId(row.text(0)),
                        row.number(1),
                        Instant.ofEpochMilli(row.number(2)),
                        CaseworkLists.instant(row, 3),
                        row.bytes(4)),
                request.id().ordinal());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        List<DraftRow.Given> given = sql.list(
                "SELECT officer, key_id, role, algorithm, time_ms, signature FROM casework_signature"
                        + " WHERE request_id = ? ORDER BY number",
                row -> new DraftRow.Given(new OfficerId(row.text(0)), approval(row.hash(1), row)),
                request.id().ordinal());
        Stored found = stored.get();
        StoredDraft content = JsonBody.read(keys.open(sql, request.keyId(), found.sealed()), StoredDraft.class);
        return Optional.of(new DraftRow(
                request.id(), found.officer(), found.revision(), found.changed(), found.alone(), content, given));
    }

    private static Approval approval(Hash keyId, org.comity.node.store.Row row) {
        return new Approval(row.text(2), keyId, Algorithm.of(row.number(3)), row.number(4), row.bytes(5));
    }
}
