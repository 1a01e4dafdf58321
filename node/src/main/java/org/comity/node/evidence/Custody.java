package org.comity.node.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/**
 * The chain of custody: each event an act of its own in the log, which names the entry of the one before.
 *
 * <p>The act carries the digest of the plaintext, so that it stands by itself in court. The table beside it carries who and
 * where, but no digest: when an item is erased its acts lose their content, and the chain can still be read.
 */
final class Custody {
    /** Place of an act in this node's log. */
    record Link(long index, String entry) {}

    /** Body of a {@code custody.<event>} act; digests in hexadecimal, {@code sha256} empty for an erased item. */
    record Body(
            String item,
            String sha256,
            long length,
            String who,
            String where,
            String tool,
            String legalBasis,
            String note,
            List<Link> previous) {}

    private record Last(long number, long index, Hash entry) {}

    @SuppressWarnings("ArrayRecordComponent") // a row as read, never compared and never changed
    private record Row(long number, String event, long ms, long index, Hash entry, String caseId, byte[] detail) {}

    private final CaseKeys keys;
    private final EvidenceSettings settings;

    Custody(CaseKeys keys, EvidenceSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    /** Logs one event of an item. */
    Logged log(Turn turn, Item item, CustodyEvent event, Handling handling) {
        return log(
                turn,
                item.id(),
                item.caseId(),
                event,
                handling,
                item.detail().map(detail -> detail.sha256().hex()).orElse(""),
                item.detail().map(ItemDetail::length).orElse(0L));
    }

    /** Logs the erasure of an item, without what was erased. */
    Logged logErasure(Turn turn, Item item, Handling handling) {
        return log(turn, item.id(), item.caseId(), CustodyEvent.DESTROYED, handling, "", 0);
    }

    private Logged log(
            Turn turn, ItemId item, String caseId, CustodyEvent event, Handling handling, String sha256, long length) {
        Optional<Last> last = turn.sql()
                .first(
                        "SELECT number, log_index, entry FROM evidence_custody WHERE item = ? ORDER BY number DESC LIMIT 1",
                        row -> new Last(row.number(0), row.number(1), row.hash(2)),
                        item.text());
        Body body = new Body(
                item.text(),
                sha256,
                length,
                handling.who(),
                handling.where(),
                handling.tool(),
                handling.legalBasis(),
                handling.note(),
                last.map(link -> new Link(link.index(), link.entry().hex())).stream()
                        .toList());
        Draft draft =
                settings.draft(event.kind(), Recipient.nobody(), Lane.OWN, JsonBody.write(body), caseId, List.of());
        Logged logged = turn.append(draft);
        turn.sql()
                .update(
                        "INSERT INTO evidence_custody (item, number, event, at_ms, log_index, entry, case_id, detail)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        item.text(),
                        last.map(Last::number).orElse(0L) + 1,
                        event.word(),
                        turn.now().toEpochMilli(),
                        logged.index(),
                        logged.entry(),
                        caseId,
                        keys.seal(turn, caseId, JsonBody.write(handling)));
        return logged;
    }

    /** The chain in order. */
    List<CustodyEntry> chain(Sql sql, ItemId item) {
        return sql
                .list(
                        "SELECT number, event, at_ms, log_index, entry, case_id, detail FROM evidence_custody"
                                + " WHERE item = ? ORDER BY number",
                        row -> new Row(
                                row.number(0),
                                row.text(1),
                                row.number(2),
                                row.number(3),
                                row.hash(4),
                                row.text(5),
                                row.bytes(6)),
                        item.text())
                .stream()
                .map(row -> new CustodyEntry(
                        row.number(),
                        CustodyEvent.ofWord(row.event()),
                        Instant.ofEpochMilli(row.ms()),
                        row.index(),
                        row.entry(),
                        handling(sql, row)))
                .toList();
    }

    private Optional<Handling> handling(Sql sql, Row row) {
        try {
            return Optional.of(JsonBody.read(keys.open(sql, row.caseId(), row.detail()), Handling.class));
        } catch (Erased e) {
            return Optional.empty();
        }
    }
}
