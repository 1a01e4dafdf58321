package org.comity.node.ledger;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.Act;
import org.comity.node.record.Lane;
import org.comity.node.store.Migration;
import org.comity.node.store.Sql;
import org.comity.tlog.Frontier;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;

/** The SQL of the ledger. */
final class LedgerTables {

    static final List<Migration> MIGRATIONS = List.of(
            Migration.of(LedgerTables.class, "0001-ledger.sql"),
            Migration.of(LedgerTables.class, "0002-generations.sql"));

    private LedgerTables() {}

    static Optional<Head> head(Sql sql) {
        return sql.first(
                "SELECT origin, generation, size, root, frontier, last_ms FROM ledger_head WHERE id = 1", row -> {
                    long size = row.number(2);
                    Frontier frontier = Frontier.decode(size, row.bytes(4));
                    if (!frontier.head().equals(new TreeHead(size, row.hash(3)))) {
                        throw new LedgerCorrupt("the head row says size " + size + " and root " + row.hash(3)
                                + ", but its edge hashes to " + frontier.head().root());
                    }
                    return new Head(row.text(0), row.number(1), frontier, row.number(5));
                });
    }

    static void createHead(Sql sql, Head head) {
        sql.update(
                "INSERT INTO ledger_head (id, origin, generation, size, root, frontier, last_ms) VALUES (1, ?, ?, ?, ?, ?, ?)",
                head.origin(),
                head.generation(),
                head.size(),
                head.frontier().head().root(),
                head.frontier().encode(),
                head.lastMs());
    }

    /** Moves the head on, if it is still where this process saw it last. */
    static void advance(Sql sql, Head from, Head to) {
        int rows = sql.update(
                "UPDATE ledger_head SET size = ?, root = ?, frontier = ?, last_ms = ?"
                        + " WHERE id = 1 AND generation = ? AND size = ? AND root = ?",
                to.size(),
                to.frontier().head().root(),
                to.frontier().encode(),
                to.lastMs(),
                from.generation(),
                from.size(),
                from.frontier().head().root());
        if (rows != 1) {
            throw new LedgerCorrupt("the head moved under this process from size " + from.size()
                    + ": another process writes to this database");
        }
    }

    static void insertLeaf(Sql sql, long index, Hash entry, Act act, String caseId, byte[] sealed) {
        sql.update(
                "INSERT INTO ledger_leaf (idx, entry, kind, lane, recipient, seq, ms, case_id, sealed)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                index,
                entry,
                act.kind().text(),
                act.lane().number(),
                act.recipient().text(),
                act.sequence(),
                act.timeMs(),
                caseId,
                sealed);
    }

    static void insertTile(Sql sql, int level, long index, Hash hash) {
        sql.update("INSERT INTO ledger_tile (level, idx, hash) VALUES (?, ?, ?)", level, index, hash);
    }

    static long nextSequence(Sql sql, String recipient, Lane lane) {
        return sql.first(
                        "SELECT next FROM ledger_sequence WHERE recipient = ? AND lane = ?",
                        row -> row.number(0),
                        recipient,
                        lane.number())
                .orElse(1L);
    }

    static void putSequence(Sql sql, String recipient, Lane lane, long next) {
        sql.update(
                "INSERT INTO ledger_sequence (recipient, lane, next) VALUES (?, ?, ?)"
                        + " ON CONFLICT (recipient, lane) DO UPDATE SET next = excluded.next",
                recipient,
                lane.number(),
                next);
    }

    static void keepCheckpoint(Sql sql, long size, byte[] note) {
        sql.update(
                "INSERT INTO ledger_checkpoint (id, size, note) VALUES (1, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET size = excluded.size, note = excluded.note",
                size,
                note);
    }

    /** Notes that a log is frozen; the first reason stays. */
    static void freeze(Sql sql, String origin, String why, long ms) {
        sql.update(
                "INSERT INTO ledger_frozen (origin, ms, why) VALUES (?, ?, ?) ON CONFLICT (origin) DO NOTHING",
                origin,
                ms,
                why);
    }

    static Optional<String> frozen(Sql sql, String origin) {
        return sql.first("SELECT why FROM ledger_frozen WHERE origin = ?", row -> row.text(0), origin);
    }

    /** Closed generations, the oldest first. */
    static List<Generation> generations(Sql sql) {
        return sql.list(
                "SELECT origin, size, root, reason FROM ledger_generation ORDER BY generation",
                row -> new Generation(row.text(0), new TreeHead(row.number(1), row.hash(2)), row.text(3)));
    }

    /** Closes the log of a generation where it stands and opens the next, which begins with the same leaves and numbers anew. */
    static void succeed(Sql sql, Head closed, Head opened, String reason, long ms) {
        sql.update(
                "INSERT INTO ledger_generation (generation, origin, size, root, reason, closed_ms) VALUES (?, ?, ?, ?, ?, ?)",
                closed.generation(),
                closed.origin(),
                closed.size(),
                closed.frontier().head().root(),
                reason,
                ms);
        int moved = sql.update(
                "UPDATE ledger_head SET origin = ?, generation = ? WHERE id = 1 AND generation = ?",
                opened.origin(),
                opened.generation(),
                closed.generation());
        if (moved != 1) {
            throw new LedgerCorrupt("the head is not of generation " + closed.generation() + " any more");
        }
        sql.update("DELETE FROM ledger_sequence");
        sql.update("DELETE FROM ledger_checkpoint");
    }
}
