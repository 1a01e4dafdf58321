package org.comity.node.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.comity.node.record.Act;
import org.comity.node.record.Kind;
import org.comity.node.record.Opening;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/** Reads acts of the own log back. */
public final class LoggedActs {

    private record Stored(Hash entry, String caseId, Optional<byte[]> sealed) {}

    private final Supplier<Snapshot> snapshots;
    private final CaseKeys keys;
    private final RecentActs recent;

    LoggedActs(Supplier<Snapshot> snapshots, CaseKeys keys, RecentActs recent) {
        this.snapshots = snapshots;
        this.keys = keys;
        this.recent = recent;
    }

    /**
     * The act at an index.
     *
     * @return empty where the log does not reach
     * @throws Erased when its content was erased
     * @throws LedgerCorrupt when the stored content does not open the stored entry
     */
    public Optional<Logged> at(long index) throws Erased {
        Optional<Logged> fresh = recent.get(index);
        if (fresh.isPresent()) {
            return fresh;
        }
        try (Snapshot snapshot = snapshots.get()) {
            return read(snapshot.sql(), index);
        }
    }

    /** The same inside a transaction or snapshot of the caller's. */
    public Optional<Logged> read(Sql sql, long index) throws Erased {
        Optional<Stored> row = sql.first(
                "SELECT entry, case_id, sealed FROM ledger_leaf WHERE idx = ?",
                r -> new Stored(r.hash(0), r.text(1), r.optionalBytes(2)),
                index);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        Stored stored = row.get();
        byte[] sealed = stored.sealed().orElseThrow(() -> new Erased(stored.caseId()));
        Opening opening = Opening.parse(keys.open(sql, stored.caseId(), sealed));
        if (!opening.entry().equals(stored.entry())) {
            throw new LedgerCorrupt(
                    "the record stored for index " + index + " does not open its entry " + stored.entry());
        }
        return Optional.of(new Logged(index, stored.entry(), Act.parse(opening.record()), opening));
    }

    /** The entry at an index, which stays even where the content was erased. */
    public Optional<Hash> entry(Sql sql, long index) {
        return sql.first("SELECT entry FROM ledger_leaf WHERE idx = ?", row -> row.hash(0), index);
    }

    /** What an act is; known even where the content was erased. */
    public Optional<Kind> kind(Sql sql, long index) {
        return sql.first("SELECT kind FROM ledger_leaf WHERE idx = ?", row -> new Kind(row.text(0)), index);
    }

    /** The local case of an act. */
    public Optional<String> caseOf(Sql sql, long index) {
        return sql.first("SELECT case_id FROM ledger_leaf WHERE idx = ?", row -> row.text(0), index);
    }

    /** Indices of the acts of a case, in order. */
    public List<Long> ofCase(Sql sql, String caseId) {
        return sql.list("SELECT idx FROM ledger_leaf WHERE case_id = ? ORDER BY idx", row -> row.number(0), caseId);
    }

    /** Erases the content of one act: row and memory. Its entry stays. */
    public void erase(Turn turn, long index) {
        turn.sql().update("UPDATE ledger_leaf SET sealed = NULL WHERE idx = ?", index);
        turn.afterCommit(() -> recent.forget(index));
    }
}
