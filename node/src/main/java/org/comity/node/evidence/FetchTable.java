package org.comity.node.evidence;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.exchange.Received;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Turn;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/** The table of what other members offer to this node. */
final class FetchTable {
    private static final String COLUMNS =
            "SELECT piece_root, offerer, case_id, item, state, cipher_length, offer, header,"
                    + " pieces, complete, strikes, reason, offered_ms, answer_index FROM evidence_fetch ";

    /** The offer as stored: its body, and where it stands in the offerer's log. */
    record Told(OfferBody body, String origin, long index, String entry) {

        Ref ref() {
            return new Ref("case", origin, index, Hash.ofHex(entry));
        }
    }

    /** A row; secrets are still sealed. */
    @SuppressWarnings("ArrayRecordComponent") // a row as read, never compared and never changed
    record Stored(
            Hash root,
            MemberId offerer,
            String caseId,
            Optional<ItemId> item,
            FetchState state,
            long cipherLength,
            byte[] offer,
            byte[] header,
            byte[] pieces,
            BitSet complete,
            int strikes,
            String reason,
            Instant offered,
            OptionalLong answerIndex) {

        static Stored of(Row row) {
            return new Stored(
                    row.hash(0),
                    new MemberId(row.text(1)),
                    row.text(2),
                    row.optionalText(3).map(ItemId::new),
                    FetchState.ofWord(row.text(4)),
                    row.number(5),
                    row.bytes(6),
                    row.bytes(7),
                    row.bytes(8),
                    BitSet.valueOf(row.bytes(9)),
                    (int) row.number(10),
                    row.text(11),
                    Instant.ofEpochMilli(row.number(12)),
                    row.optionalNumber(13));
        }

        Optional<PieceList> list() {
            return pieces.length == 0 ? Optional.empty() : Optional.of(PieceList.decode(pieces, cipherLength));
        }
    }

    private final CaseKeys keys;

    FetchTable(CaseKeys keys) {
        this.keys = keys;
    }

    void insert(Turn turn, OfferBody body, Received message, FetchState state) {
        Told told = new Told(
                body, message.act().origin(), message.index(), message.entry().hex());
        turn.sql()
                .update(
                        "INSERT INTO evidence_fetch (piece_root, offerer, case_id, state, cipher_length, offer, header,"
                                + " pieces, complete, strikes, reason, offered_ms, changed_ms)"
                                + " VALUES (?, ?, ?, ?, ?, ?, zeroblob(0), zeroblob(0), zeroblob(0), 0, '', ?, ?)",
                        body.root(),
                        message.from().code(),
                        message.caseId(),
                        state.word(),
                        body.cipherLength(),
                        keys.seal(turn, message.caseId(), JsonBody.write(told)),
                        turn.now().toEpochMilli(),
                        turn.now().toEpochMilli());
    }

    Optional<Stored> find(Sql sql, Hash root) {
        return sql.first(COLUMNS + "WHERE piece_root = ?", Stored::of, root);
    }

    List<Stored> in(Sql sql, FetchState state) {
        return sql.list(COLUMNS + "WHERE state = ? ORDER BY offered_ms, piece_root", Stored::of, state.word());
    }

    List<Stored> ofCase(Sql sql, String caseId) {
        return sql.list(COLUMNS + "WHERE case_id = ? ORDER BY offered_ms, piece_root", Stored::of, caseId);
    }

    List<Stored> ofItem(Sql sql, ItemId item) {
        return sql.list(COLUMNS + "WHERE item = ?", Stored::of, item.text());
    }

    /** Empty once the item or its case is erased. */
    Optional<Told> told(Sql sql, Stored row) {
        return row.offer().length == 0
                ? Optional.empty()
                : open(sql, row.caseId(), row.offer()).map(bytes -> JsonBody.read(bytes, Told.class));
    }

    /** Empty until the first piece came, and once the case is erased. */
    Optional<byte[]> header(Sql sql, Stored row) {
        return row.header().length == 0 ? Optional.empty() : open(sql, row.caseId(), row.header());
    }

    Fetch shown(Sql sql, Stored row) {
        int pieces = PieceList.countFor(row.cipherLength());
        return new Fetch(
                row.root(),
                row.offerer(),
                row.caseId(),
                row.state(),
                told(sql, row).map(told -> told.body().detail(row.offerer())),
                row.cipherLength(),
                row.state() == FetchState.DONE ? pieces : row.complete().cardinality(),
                pieces,
                row.reason(),
                row.item(),
                row.offered());
    }

    void state(Turn turn, Hash root, FetchState state, int strikes, String reason) {
        turn.sql()
                .update(
                        "UPDATE evidence_fetch SET state = ?, strikes = ?, reason = ?, changed_ms = ?"
                                + " WHERE piece_root = ?",
                        state.word(),
                        strikes,
                        reason,
                        turn.now().toEpochMilli(),
                        root);
    }

    void strikes(Sql sql, Hash root, int strikes) {
        sql.update("UPDATE evidence_fetch SET strikes = ? WHERE piece_root = ?", strikes, root);
    }

    void list(Sql sql, Hash root, PieceList pieces) {
        sql.update("UPDATE evidence_fetch SET pieces = ? WHERE piece_root = ?", pieces.encode(), root);
    }

    void complete(Sql sql, Hash root, BitSet complete) {
        sql.update(
                "UPDATE evidence_fetch SET complete = ? WHERE piece_root = ? AND state = 'running'",
                complete.toByteArray(),
                root);
    }

    void header(Turn turn, Hash root, String caseId, byte[] header) {
        turn.sql()
                .update(
                        "UPDATE evidence_fetch SET header = ? WHERE piece_root = ? AND state = 'running'",
                        keys.seal(turn, caseId, header),
                        root);
    }

    /** The file is an item now: its header lies there, and here it is overwritten. */
    void done(Turn turn, Hash root, ItemId item, long answerIndex) {
        dropHeader(turn.sql(), root);
        turn.sql()
                .update(
                        "UPDATE evidence_fetch SET state = 'done', item = ?, answer_index = ?, pieces = zeroblob(0),"
                                + " complete = zeroblob(0), reason = '', changed_ms = ? WHERE piece_root = ?",
                        item.text(),
                        answerIndex,
                        turn.now().toEpochMilli(),
                        root);
    }

    void dropHeader(Sql sql, Hash root) {
        sql.update("UPDATE evidence_fetch SET header = zeroblob(length(header)) WHERE piece_root = ?", root);
        sql.update("UPDATE evidence_fetch SET header = zeroblob(0), complete = zeroblob(0) WHERE piece_root = ?", root);
    }

    /** Overwrites what the offer said. */
    void wipeOffer(Sql sql, Hash root) {
        sql.update("UPDATE evidence_fetch SET offer = zeroblob(length(offer)) WHERE piece_root = ?", root);
        sql.update("UPDATE evidence_fetch SET offer = zeroblob(0) WHERE piece_root = ?", root);
    }

    private Optional<byte[]> open(Sql sql, String caseId, byte[] sealed) {
        try {
            return Optional.of(keys.open(sql, caseId, sealed));
        } catch (Erased e) {
            return Optional.empty();
        }
    }
}
