package org.comity.node.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Migration;
import org.comity.node.store.Sql;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifiedCheckpoint;

/** The SQL of what this node receives, and of what it knows of its peers' logs. */
final class InboxTables {

    static final List<Migration> MIGRATIONS = List.of(
            Migration.of(InboxTables.class, "0001-exchange.sql"),
            Migration.of(InboxTables.class, "0002-heads.sql"),
            Migration.of(InboxTables.class, "0003-witnesses.sql"),
            Migration.of(InboxTables.class, "0004-generations.sql"),
            Migration.of(InboxTables.class, "0005-parcel-keys.sql"),
            Migration.of(InboxTables.class, "0006-carried.sql"),
            Migration.of(InboxTables.class, "0007-again.sql"));

    /** A message that is stored already. */
    record Stored(Hash entry, long received) {}

    /**
     * On which road a head of a peer's log came here. Parcels and answers are two chains of proofs that start at one head; each
     * grows by itself, and they are tied together by a consistency proof asked for now and then.
     */
    enum Strand {
        PARCELS,
        ANSWERS
    }

    /** A head of a peer's log that was verified here. */
    record HeldHead(TreeHead head, byte[] note) {
        static final HeldHead NONE = new HeldHead(TreeHead.EMPTY, new byte[0]);

        /** What this head and a later one of the same log convict it of, if anything. */
        Optional<ForkEvidence> contradictedBy(VerifiedCheckpoint later, ConsistencyProof proof) {
            return head.size() == 0
                    ? Optional.empty()
                    : ForkEvidence.between(SignedCheckpoint.parse(note), later, proof);
        }
    }

    private InboxTables() {}

    static HeldHead heldHead(Sql sql, String origin, Strand strand) {
        return sql.first(
                        "SELECT size, root, note FROM exchange_head WHERE origin = ? AND strand = ?",
                        row -> new HeldHead(new TreeHead(row.number(0), row.hash(1)), row.bytes(2)),
                        origin,
                        strand.name())
                .orElse(HeldHead.NONE);
    }

    static void hold(Sql sql, MemberId peer, Strand strand, SignedCheckpoint note, long ms) {
        TreeHead head = note.checkpoint().head();
        sql.update(
                "INSERT INTO exchange_head (origin, strand, peer, size, root, note, ms) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (origin, strand) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note,"
                        + " ms = excluded.ms WHERE excluded.size >= exchange_head.size",
                note.checkpoint().origin(),
                strand.name(),
                peer.code(),
                head.size(),
                head.root(),
                note.encode(),
                ms);
    }

    private static final String OF_LOG =
            "FROM exchange_inbox WHERE log = (SELECT id FROM exchange_log WHERE origin = ?)";

    /** The number under which messages of a log are stored, given at the first. */
    static long log(Sql sql, String origin, MemberId peer) {
        return sql.first("SELECT id FROM exchange_log WHERE origin = ?", row -> row.number(0), origin)
                .orElseGet(() -> sql.number(
                        "INSERT INTO exchange_log (origin, peer) VALUES (?, ?) RETURNING id", origin, peer.code()));
    }

    static long next(Sql sql, String origin, Lane lane) {
        return 1 + sql.number("SELECT coalesce(max(seq), 0) " + OF_LOG + " AND lane = ?", origin, lane.number());
    }

    static Optional<Stored> stored(Sql sql, String origin, Lane lane, long sequence) {
        return sql.first(
                "SELECT entry, received " + OF_LOG + " AND lane = ? AND seq = ?",
                row -> new Stored(row.hash(0), row.number(1)),
                origin,
                lane.number(),
                sequence);
    }

    static Optional<String> caseOf(Sql sql, String origin, long index) {
        return sql.first("SELECT case_id " + OF_LOG + " AND idx = ?", row -> row.text(0), origin, index);
    }

    static long insertParcel(Sql sql, MemberId peer, byte[] checkpoint, byte[] nodes, byte[] covers, long ms) {
        return sql.number(
                "INSERT INTO exchange_parcel (peer, checkpoint, nodes, covers, ms) VALUES (?, ?, ?, ?, ?) RETURNING id",
                peer.code(),
                checkpoint,
                nodes,
                covers,
                ms);
    }

    /** What is stored of a message. */
    record Row(
            long log,
            MemberId peer,
            Item item,
            String kind,
            long parcel,
            long received,
            Disposition disposition,
            String caseId,
            Optional<byte[]> sealed,
            long ms) {}

    static void insert(Sql sql, Row row) {
        sql.update(
                "INSERT INTO exchange_inbox (log, peer, lane, seq, idx, entry, kind, parcel, received, disposition, case_id, sealed, ms)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.log(),
                row.peer().code(),
                row.item().lane().number(),
                row.item().sequence(),
                row.item().index(),
                row.item().entry(),
                row.kind(),
                row.parcel(),
                row.received(),
                row.disposition().word(),
                row.caseId(),
                row.sealed(),
                row.ms());
    }

    static boolean beginRun(Sql sql) {
        boolean unclean = sql.first("SELECT running FROM exchange_run WHERE id = 1", row -> row.number(0))
                .map(running -> running == 1)
                .orElse(false);
        sql.update("INSERT INTO exchange_run (id, running) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET running = 1");
        return unclean;
    }

    static void endRun(Sql sql) {
        sql.update("UPDATE exchange_run SET running = 0 WHERE id = 1");
    }

    /** Counts one more attempt to handle a message, before it is handled. */
    static void countAttempt(Sql sql, MemberId peer, Item item) {
        sql.update(
                "INSERT INTO exchange_attempt (peer, lane, seq, count) VALUES (?, ?, ?, 1)"
                        + " ON CONFLICT (peer, lane, seq) DO UPDATE SET count = count + 1",
                peer.code(),
                item.lane().number(),
                item.sequence());
    }

    static long attempts(Sql sql, MemberId peer, Item item) {
        return sql.first(
                        "SELECT count FROM exchange_attempt WHERE peer = ? AND lane = ? AND seq = ?",
                        row -> row.number(0),
                        peer.code(),
                        item.lane().number(),
                        item.sequence())
                .orElse(0L);
    }

    static void forgetAttempts(Sql sql, MemberId peer, Item item) {
        sql.update(
                "DELETE FROM exchange_attempt WHERE peer = ? AND lane = ? AND seq = ?",
                peer.code(),
                item.lane().number(),
                item.sequence());
    }
}
