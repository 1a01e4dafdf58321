package org.comity.node.evidence;

import java.util.List;
import java.util.Optional;
import org.comity.age.Sealing;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Turn;
import org.comity.node.record.MemberId;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/** The table of what this node offers: one row a recipient and encryption. */
final class Offers {
    static final String OPEN = "open";
    static final String VERIFIED = "verified";
    static final String DAMAGED = "damaged";
    static final String WITHDRAWN = "withdrawn";

    private static final String COLUMNS =
            "SELECT piece_root, item, recipient, cipher_length, sealing, pieces, state, message_index"
                    + " FROM evidence_outgoing ";

    /** One offer; its secret is still sealed. */
    @SuppressWarnings("ArrayRecordComponent") // a row as read, never compared and never changed
    record Stored(
            Hash root,
            ItemId item,
            MemberId recipient,
            long cipherLength,
            byte[] sealing,
            byte[] pieces,
            String state,
            long messageIndex) {

        static Stored of(Row row) {
            return new Stored(
                    row.hash(0),
                    new ItemId(row.text(1)),
                    new MemberId(row.text(2)),
                    row.number(3),
                    row.bytes(4),
                    row.bytes(5),
                    row.text(6),
                    row.number(7));
        }

        PieceList list() {
            return PieceList.decode(pieces, cipherLength);
        }
    }

    private final CaseKeys keys;

    Offers(CaseKeys keys) {
        this.keys = keys;
    }

    void insert(Turn turn, PreparedOffer offer, long messageIndex) {
        turn.sql()
                .update(
                        "INSERT INTO evidence_outgoing (piece_root, item, recipient, cipher_length, sealing, pieces,"
                                + " state, message_index, offered_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        offer.root(),
                        offer.item().text(),
                        offer.recipient().code(),
                        offer.cipherLength(),
                        keys.seal(
                                turn, offer.caseId(), offer.outgoing().sealing().revealSecretBytes()),
                        offer.outgoing().pieces().encode(),
                        OPEN,
                        messageIndex,
                        turn.now().toEpochMilli());
    }

    Optional<Stored> find(Sql sql, Hash root) {
        return sql.first(COLUMNS + "WHERE piece_root = ?", Stored::of, root);
    }

    List<Stored> ofItem(Sql sql, ItemId item) {
        return sql.list(COLUMNS + "WHERE item = ? ORDER BY offered_ms, piece_root", Stored::of, item.text());
    }

    /** @throws Erased with the key of the case */
    Sealing open(Sql sql, String caseId, Stored row) throws Erased {
        return Sealing.ofSecretBytes(keys.open(sql, caseId, row.sealing()));
    }

    void verified(Turn turn, Hash root) {
        turn.sql()
                .update(
                        "UPDATE evidence_outgoing SET state = ?, verified_ms = ? WHERE piece_root = ?",
                        VERIFIED,
                        turn.now().toEpochMilli(),
                        root);
    }

    /** Nothing of the item is served any more until it is whole again. */
    void damaged(Sql sql, ItemId item) {
        sql.update(
                "UPDATE evidence_outgoing SET state = ? WHERE item = ? AND state IN (?, ?)",
                DAMAGED,
                item.text(),
                OPEN,
                VERIFIED);
    }

    void whole(Sql sql, ItemId item) {
        sql.update("UPDATE evidence_outgoing SET state = ? WHERE item = ? AND state = ?", OPEN, item.text(), DAMAGED);
    }

    /** Overwrites the outgoing keys with zeros and drops them. */
    void wipe(Sql sql, Hash root) {
        sql.update("UPDATE evidence_outgoing SET sealing = zeroblob(length(sealing)) WHERE piece_root = ?", root);
        sql.update(
                "UPDATE evidence_outgoing SET sealing = zeroblob(0), state = ? WHERE piece_root = ?", WITHDRAWN, root);
    }
}
