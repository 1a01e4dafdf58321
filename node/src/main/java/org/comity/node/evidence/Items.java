package org.comity.node.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Turn;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/** The table of items. */
final class Items {
    private static final String COLUMNS =
            "SELECT item, case_id, state, content, cipher_length, piece_root, made_ms, detail FROM evidence_item ";

    @SuppressWarnings("ArrayRecordComponent") // a row as read, never compared and never changed
    private record Stored(
            String item, String caseId, String state, Hash content, long length, Hash root, long ms, byte[] detail) {

        static Stored of(Row row) {
            return new Stored(
                    row.text(0),
                    row.text(1),
                    row.text(2),
                    row.hash(3),
                    row.number(4),
                    row.hash(5),
                    row.number(6),
                    row.bytes(7));
        }
    }

    private final CaseKeys keys;

    Items(CaseKeys keys) {
        this.keys = keys;
    }

    void insert(Turn turn, Item item, byte[] header) {
        turn.sql()
                .update(
                        "INSERT INTO evidence_item"
                                + " (item, case_id, state, content, cipher_length, piece_root, header, detail, made_ms)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        item.id().text(),
                        item.caseId(),
                        item.state().word(),
                        item.content(),
                        item.cipherLength(),
                        item.pieceRoot(),
                        keys.seal(turn, item.caseId(), header),
                        keys.seal(
                                turn, item.caseId(), item.detail().orElseThrow().toBytes()),
                        item.made().toEpochMilli());
    }

    Optional<Item> find(Sql sql, ItemId id) {
        return sql.first(COLUMNS + "WHERE item = ?", Stored::of, id.text()).map(stored -> item(sql, stored));
    }

    List<Item> ofCase(Sql sql, String caseId) {
        return sql.list(COLUMNS + "WHERE case_id = ? ORDER BY made_ms, item", Stored::of, caseId).stream()
                .map(stored -> item(sql, stored))
                .toList();
    }

    /** The age header, which holds the wrapped file key; empty once erased. */
    Optional<byte[]> header(Sql sql, Item item) {
        byte[] sealed = sql.first(
                        "SELECT header FROM evidence_item WHERE item = ?",
                        row -> row.bytes(0),
                        item.id().text())
                .orElseThrow();
        return sealed.length == 0 ? Optional.empty() : open(sql, item.caseId(), sealed);
    }

    void state(Sql sql, ItemId id, ItemState state) {
        sql.update("UPDATE evidence_item SET state = ? WHERE item = ?", state.word(), id.text());
    }

    /** Overwrites header and detail with zeros before it drops them. */
    void wipe(Sql sql, ItemId id) {
        sql.update(
                "UPDATE evidence_item SET header = zeroblob(length(header)), detail = zeroblob(length(detail))"
                        + " WHERE item = ?",
                id.text());
        sql.update(
                "UPDATE evidence_item SET header = zeroblob(0), detail = zeroblob(0), state = 'erased' WHERE item = ?",
                id.text());
    }

    private Item item(Sql sql, Stored stored) {
        Optional<ItemDetail> detail = stored.detail().length == 0
                ? Optional.empty()
                : open(sql, stored.caseId(), stored.detail()).map(ItemDetail::parse);
        return new Item(
                new ItemId(stored.item()),
                stored.caseId(),
                detail.isEmpty() ? ItemState.ERASED : ItemState.ofWord(stored.state()),
                stored.content(),
                stored.length(),
                stored.root(),
                Instant.ofEpochMilli(stored.ms()),
                detail);
    }

    private Optional<byte[]> open(Sql sql, String caseId, byte[] sealed) {
        try {
            return Optional.of(keys.open(sql, caseId, sealed));
        } catch (Erased e) {
            return Optional.empty();
        }
    }
}
