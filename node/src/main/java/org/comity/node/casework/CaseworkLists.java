package org.comity.node.casework;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.node.access.OfficerId;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Erased;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.node.record.Urgency;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;

/** The SQL that reads requests and timelines. Every list has an order and an end. */
final class CaseworkLists {

    private static final String SELECT_REQUEST = "SELECT r.request_id, r.case_id, c.key_id, r.side, r.state, r.peer,"
            + " r.from_authority, r.to_authority, r.urgency, r.signatures, r.root_origin, r.root_index, r.root_entry,"
            + " r.last_origin, r.last_index, r.last_entry, r.title, "
            + Stream.of(Moment.values()).map(m -> "r." + m.column()).collect(Collectors.joining(", "))
            + " FROM casework_request r JOIN casework_case c ON c.case_id = r.case_id";
    private static final int TITLE = 16;

    /** The state with an expiry counted that nobody wrote down yet. */
    private static final String STATE_AT =
            "CASE WHEN r.state IN ('accepted', 'extended') AND r.expires_ms <= ? THEN 'expired' ELSE r.state END";

    /** A request with its title, which is empty once erased. */
    record Titled(RequestRow row, Optional<String> title) {}

    private final CaseKeys keys;

    CaseworkLists(CaseKeys keys) {
        this.keys = keys;
    }

    Optional<RequestRow> request(Sql sql, RequestId id) {
        return sql.first(SELECT_REQUEST + " WHERE r.request_id = ?", CaseworkLists::request, id.ordinal());
    }

    Optional<Titled> titled(Sql sql, RequestId id) {
        return sql.first(SELECT_REQUEST + " WHERE r.request_id = ?", row -> titled(sql, row), id.ordinal());
    }

    /** The request whose root is this message; a reference with another entry is no reference to it. */
    Optional<RequestRow> byRoot(Sql sql, Ref ref) {
        return sql.first(
                SELECT_REQUEST + " WHERE r.root_origin = ? AND r.root_index = ? AND r.root_entry = ?",
                CaseworkLists::request,
                ref.origin(),
                ref.index(),
                ref.entry());
    }

    /** The first request of a case that travelled between this node and a peer. */
    Optional<RequestRow> firstSent(Sql sql, CaseId caseId, MemberId peer) {
        return sql.first(
                SELECT_REQUEST + " WHERE r.case_id = ? AND r.peer = ? AND r.root_origin IS NOT NULL"
                        + " ORDER BY r.request_id LIMIT 1",
                CaseworkLists::request,
                caseId.ordinal(),
                peer.code());
    }

    List<Titled> ofCase(Sql sql, CaseId caseId) {
        return sql.list(
                SELECT_REQUEST + " WHERE r.case_id = ? ORDER BY r.request_id",
                row -> titled(sql, row),
                caseId.ordinal());
    }

    /** One row more than the page, so that its reader knows whether another follows; newest first. */
    List<Titled> page(Sql sql, Side side, RequestFilter filter, Page page, Instant now) {
        StringBuilder where = new StringBuilder(" WHERE r.side = ? AND r.request_id < ?");
        List<Object> args = new ArrayList<>(
                List.of(side.word(), page.before().map(RequestId::ordinal).orElse(Long.MAX_VALUE)));
        if (!filter.states().isEmpty()) {
            String marks =
                    String.join(", ", filter.states().stream().map(s -> "?").toList());
            where.append(" AND ").append(STATE_AT).append(" IN (").append(marks).append(')');
            args.add(now.toEpochMilli());
            filter.states().stream().sorted().map(PreservationState::word).forEach(args::add);
        }
        filter.peer().ifPresent(peer -> {
            where.append(" AND r.peer = ?");
            args.add(peer.code());
        });
        args.add(page.size() + 1);
        return sql.list(
                SELECT_REQUEST + where + " ORDER BY r.request_id DESC LIMIT ?",
                row -> titled(sql, row),
                args.toArray());
    }

    /** Requests with a waiting message, oldest first. */
    List<Titled> withDraft(Sql sql, int most) {
        return sql.list(
                SELECT_REQUEST + " JOIN casework_draft d ON d.request_id = r.request_id"
                        + " ORDER BY r.request_id LIMIT ?",
                row -> titled(sql, row),
                most);
    }

    List<TimelineEntry> timeline(
            Sql sql, CaseId caseId, String keyId, DeliveryStates deliveries, Optional<RequestId> one) {
        return sql.list(
                "SELECT number, request_id, at_ms, event, state, actor, officer, log_origin, log_index, entry, note, body"
                        + " FROM casework_event WHERE case_id = ? AND (? = 0 OR request_id = ?) ORDER BY number",
                row -> entry(sql, row, keyId, deliveries),
                caseId.ordinal(),
                one.isPresent() ? 1 : 0,
                one.map(RequestId::ordinal).orElse(0L));
    }

    private TimelineEntry entry(Sql sql, Row row, String keyId, DeliveryStates deliveries) {
        TimelineEntry.Actor actor = TimelineEntry.Actor.ofWord(row.text(5));
        Optional<Ref> message = ref("message", row, 7);
        String event = row.text(3);
        Optional<Class<? extends Answer>> type = Arrays.stream(PreservationEvent.values())
                .filter(e -> e.word().equals(event))
                .findFirst()
                .flatMap(Answer::typeOf);
        Optional<Answer> answer = row.optionalBytes(11)
                .flatMap(bytes -> open(sql, keyId, bytes))
                .flatMap(body -> type.map(t -> JsonBody.read(body, t)));
        return new TimelineEntry(
                row.number(0),
                RequestId.ofOrdinal(row.number(1)),
                Instant.ofEpochMilli(row.number(2)),
                event,
                PreservationState.ofWord(row.text(4)),
                actor,
                row.optionalText(6).map(OfficerId::new),
                message,
                actor == TimelineEntry.Actor.OWN ? message.map(m -> deliveries.of(m.index())) : Optional.empty(),
                row.text(10),
                answer);
    }

    private Titled titled(Sql sql, Row row) {
        RequestRow request = request(row);
        return new Titled(
                request,
                open(sql, request.keyId(), row.bytes(TITLE)).map(title -> new String(title, StandardCharsets.UTF_8)));
    }

    private Optional<byte[]> open(Sql sql, String keyId, byte[] sealed) {
        try {
            return Optional.of(keys.open(sql, keyId, sealed));
        } catch (Erased e) {
            return Optional.empty();
        }
    }

    private static RequestRow request(Row row) {
        Map<Moment, Instant> moments = new EnumMap<>(Moment.class);
        int column = TITLE;
        for (Moment moment : Moment.values()) {
            column++;
            instant(row, column).ifPresent(at -> moments.put(moment, at));
        }
        return new RequestRow(
                RequestId.ofOrdinal(row.number(0)),
                CaseId.ofOrdinal(row.number(1)),
                row.text(2),
                Side.ofWord(row.text(3)),
                PreservationState.ofWord(row.text(4)),
                new MemberId(row.text(5)),
                new AuthorityId(row.text(6)),
                row.optionalText(7).map(AuthorityId::new),
                Urgency.of(row.number(8)),
                SignatureStatus.ofWord(row.text(9)),
                ref(RequestRow.CASE, row, 10),
                ref(RequestRow.IN_REPLY_TO, row, 13),
                new Moments(moments));
    }

    private static Optional<Ref> ref(String rel, Row row, int column) {
        return row.optionalText(column)
                .map(origin -> new Ref(rel, origin, row.number(column + 1), row.hash(column + 2)));
    }

    static Optional<Instant> instant(Row row, int column) {
        OptionalLong ms = row.optionalNumber(column);
        return ms.isPresent() ? Optional.of(Instant.ofEpochMilli(ms.getAsLong())) : Optional.empty();
    }
}
