package org.comity.node.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.record.MemberId;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.LogException;
import org.comity.tlog.TreeHead;

/** The SQL of forks, of heads that came by way of others, and of our own name seen elsewhere. */
final class HeadTables {

    /** A head by way of another, with the note that proves who signed it. */
    record Told(UnprovenHead head, byte[] note) {}

    private HeadTables() {}

    static List<Fork> forks(Sql sql) {
        return sql.list("SELECT origin, member, evidence, ms FROM exchange_fork ORDER BY ms, origin", HeadTables::fork);
    }

    static Optional<Fork> fork(Sql sql, String origin) {
        return sql.first(
                "SELECT origin, member, evidence, ms FROM exchange_fork WHERE origin = ?", HeadTables::fork, origin);
    }

    private static Fork fork(Row row) {
        try {
            return new Fork(
                    row.text(0),
                    new MemberId(row.text(1)),
                    ForkEvidence.parse(row.bytes(2)),
                    Instant.ofEpochMilli(row.number(3)));
        } catch (LogException e) {
            throw new LedgerCorrupt(
                    "the stored evidence against " + row.text(0) + " cannot be read: " + e.getMessage());
        }
    }

    static void insert(Sql sql, Fork fork) {
        sql.update(
                "INSERT INTO exchange_fork (origin, member, evidence, ms) VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO NOTHING",
                fork.origin(),
                fork.member().code(),
                fork.evidence().encode(),
                fork.at().toEpochMilli());
    }

    static List<Told> unproven(Sql sql) {
        return sql.list(
                "SELECT member, origin, size, root, via, ms, note FROM exchange_unproven ORDER BY ms, origin, size",
                row -> new Told(
                        new UnprovenHead(
                                new MemberId(row.text(0)),
                                row.text(1),
                                new TreeHead(row.number(2), row.hash(3)),
                                new MemberId(row.text(4)),
                                Instant.ofEpochMilli(row.number(5))),
                        row.bytes(6)));
    }

    static void insert(Sql sql, Told told) {
        UnprovenHead head = told.head();
        sql.update(
                "INSERT INTO exchange_unproven (origin, size, root, member, note, via, ms) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (origin, size, root) DO NOTHING",
                head.origin(),
                head.head().size(),
                head.head().root(),
                head.member().code(),
                told.note(),
                head.via().code(),
                head.since().toEpochMilli());
    }

    static void delete(Sql sql, UnprovenHead head) {
        sql.update(
                "DELETE FROM exchange_unproven WHERE origin = ? AND size = ? AND root = ?",
                head.origin(),
                head.head().size(),
                head.head().root());
    }

    static void insertSighting(Sql sql, TreeHead head, byte[] note, String via, long ms) {
        sql.update(
                "INSERT INTO exchange_own_sighting (size, root, note, via, ms) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (size, root) DO NOTHING",
                head.size(),
                head.root(),
                note,
                via,
                ms);
    }
}
