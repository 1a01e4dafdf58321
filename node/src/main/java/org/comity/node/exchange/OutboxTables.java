package org.comity.node.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Sql;

/** The SQL of what this node sends. */
final class OutboxTables {

    /** A message that waits for one peer. */
    record Waiting(Lane lane, long sequence, long index, int bytes) {}

    private OutboxTables() {}

    static void insert(Sql sql, MemberId peer, Waiting message, long ms) {
        sql.update(
                "INSERT INTO exchange_outbox (peer, lane, seq, idx, bytes, ms) VALUES (?, ?, ?, ?, ?, ?)",
                peer.code(),
                message.lane().number(),
                message.sequence(),
                message.index(),
                message.bytes(),
                ms);
    }

    static void insertPublic(Sql sql, Waiting message) {
        sql.update(
                "INSERT INTO exchange_public (seq, idx, bytes) VALUES (?, ?, ?)",
                message.sequence(),
                message.index(),
                message.bytes());
    }

    /** Messages to a peer without a receipt, the urgent lane first, then by sequence. */
    static List<Waiting> waiting(Sql sql, MemberId peer, Lane lane, long fromSequence, int most) {
        return sql.list(
                "SELECT seq, idx, bytes FROM exchange_outbox WHERE peer = ? AND lane = ? AND seq >= ?"
                        + " AND (receipt IS NULL OR again = 1) ORDER BY seq LIMIT ?",
                row -> new Waiting(lane, row.number(0), row.number(1), (int) row.number(2)),
                peer.code(),
                lane.number(),
                fromSequence,
                most);
    }

    static List<Waiting> waitingPublic(Sql sql, long fromSequence, int most) {
        return sql.list(
                "SELECT seq, idx, bytes FROM exchange_public WHERE seq >= ? ORDER BY seq LIMIT ?",
                row -> new Waiting(Lane.PUBLIC, row.number(0), row.number(1), (int) row.number(2)),
                fromSequence,
                most);
    }

    static long publicCursor(Sql sql, MemberId peer) {
        return sql.first(
                        "SELECT coalesce(again, next) FROM exchange_public_cursor WHERE peer = ?",
                        row -> row.number(0),
                        peer.code())
                .orElse(1L);
    }

    static void movePublicCursor(Sql sql, MemberId peer, long next) {
        sql.update(
                "INSERT INTO exchange_public_cursor (peer, next) VALUES (?, ?)"
                        + " ON CONFLICT (peer) DO UPDATE SET next = max(next, excluded.next),"
                        + " again = CASE WHEN excluded.next < next THEN max(again, excluded.next) END",
                peer.code(),
                next);
    }

    /** The peer expects an earlier statement than it had receipted once: it lost some, and is offered them again. */
    static void rewindPublicCursor(Sql sql, MemberId peer, long next) {
        sql.update("UPDATE exchange_public_cursor SET again = ? WHERE peer = ? AND next > ?", next, peer.code(), next);
    }

    /** The index of the message with a number, if this node sent one. */
    static Optional<Long> indexOf(Sql sql, MemberId peer, Lane lane, long sequence) {
        if (lane == Lane.PUBLIC) {
            return sql.first("SELECT idx FROM exchange_public WHERE seq = ?", row -> row.number(0), sequence);
        }
        return sql.first(
                "SELECT idx FROM exchange_outbox WHERE peer = ? AND lane = ? AND seq = ?",
                row -> row.number(0),
                peer.code(),
                lane.number(),
                sequence);
    }

    static long insertReceipt(Sql sql, MemberId peer, byte[] answer, long pinned, long ms) {
        return sql.number(
                "INSERT INTO exchange_receipt (peer, answer, pinned, ms) VALUES (?, ?, ?, ?) RETURNING id",
                peer.code(),
                answer,
                pinned,
                ms);
    }

    /** Marks consecutive messages as received; one statement however many. The first receipt of a message stays. */
    static void received(
            Sql sql, MemberId peer, Lane lane, long first, long last, long receipt, String disposition, long ms) {
        sql.update(
                "UPDATE exchange_outbox SET receipt = coalesce(receipt, ?), disposition = coalesce(disposition, ?),"
                        + " received_ms = coalesce(received_ms, ?), again = NULL"
                        + " WHERE peer = ? AND lane = ? AND seq BETWEEN ? AND ? AND (receipt IS NULL OR again = 1)",
                receipt,
                disposition,
                ms,
                peer.code(),
                lane.number(),
                first,
                last);
    }

    /**
     * The peer says it expects this number next, so what it had receipted from there on is lost to it: offer it again. What it
     * receipted once stays receipted; a peer cannot take its word back.
     */
    static int offerAgain(Sql sql, MemberId peer, Lane lane, long next) {
        return sql.update(
                "UPDATE exchange_outbox SET again = 1 WHERE peer = ? AND lane = ? AND seq >= ? AND receipt IS NOT NULL"
                        + " AND again IS NULL",
                peer.code(),
                lane.number(),
                next);
    }

    static void seen(Sql sql, MemberId by, long index, long ms) {
        for (String table : List.of("exchange_outbox", "exchange_outbox_past")) {
            sql.update(
                    "UPDATE " + table + " SET seen_ms = ? WHERE idx = ? AND peer = ? AND seen_ms IS NULL",
                    ms,
                    index,
                    by.code());
        }
    }

    static long waitingCount(Sql sql) {
        return sql.number("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL");
    }

    /** Remembers that a peer was shown a head of ours, or holds it. */
    static int shown(Sql sql, MemberId peer, String origin, long size) {
        return sql.update(
                "INSERT INTO exchange_shown (peer, origin, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                peer.code(),
                origin,
                size);
    }
}
