package org.comity.node.exchange;

import java.util.Optional;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.node.store.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what was sent over into the next generation of the own log.
 *
 * <p>Numbers count in one log, so the outbox of a closed log is put by, and the new one begins empty. What had not arrived is logged
 * and sent anew, with a reference to the message it stands for: statements to everyone at once, messages to one member as soon as this
 * member has said what it has of the closed log ({@link Recovery}), since a backup does not know what arrived after it.
 */
final class GenerationChange {

    static final String SUPERSEDES = "supersedes";

    private static final Logger LOG = LoggerFactory.getLogger(GenerationChange.class);

    /** Tells whoever keeps the place of a message that it has another. */
    @FunctionalInterface
    interface Moved {
        void sentAnew(Kind kind, Turn turn, Ref before, Logged now);
    }

    private record Unsettled(String origin, long lane, long sequence, long index) {}

    private final ExchangeContext context;
    private final Sending sending;
    private final Moved moved;

    GenerationChange(ExchangeContext context, Sending sending, Moved moved) {
        this.context = context;
        this.sending = sending;
        this.moved = moved;
    }

    /** Does nothing while the outbox is of the present log. */
    void apply(Turn turn) throws Refused {
        Sql sql = turn.sql();
        Optional<String> of = sql.first("SELECT origin FROM exchange_generation WHERE id = 1", row -> row.text(0));
        if (of.isEmpty()) {
            sql.update("INSERT INTO exchange_generation (id, origin) VALUES (1, ?)", context.origin());
        }
        if (of.isEmpty() || of.get().equals(context.origin())) {
            return;
        }
        String closed = of.get();
        LOG.info("the outbox of the closed log {} is put by", closed);
        sql.update("UPDATE exchange_generation SET origin = ? WHERE id = 1", context.origin());
        sql.update(
                "INSERT INTO exchange_outbox_past (origin, peer, lane, seq, idx, bytes, ms, receipt, disposition, received_ms, seen_ms)"
                        + " SELECT ?, peer, lane, seq, idx, bytes, ms, receipt, disposition, received_ms, seen_ms FROM exchange_outbox",
                closed);
        sql.update("DELETE FROM exchange_outbox");
        long arrived = arrivedEverywhere(sql);
        sql.update(
                "INSERT INTO exchange_public_past (origin, seq, idx, bytes) SELECT ?, seq, idx, bytes FROM exchange_public",
                closed);
        sql.update("DELETE FROM exchange_public");
        sql.update("DELETE FROM exchange_public_cursor");
        // Cosignatures are over heads of the closed log.
        sql.update("DELETE FROM exchange_cosignature");
        sql.update("DELETE FROM exchange_foreign_cosignature");
        for (long index : sql.list(
                "SELECT idx FROM exchange_public_past WHERE origin = ? AND seq >= ? ORDER BY seq",
                row -> row.number(0),
                closed,
                arrived)) {
            sendAgain(turn, closed, index);
        }
    }

    /** The first statement that some recognised member had not receipted. */
    private long arrivedEverywhere(Sql sql) {
        return context.directory().peers().stream()
                .filter(Peer::recognised)
                .mapToLong(peer -> OutboxTables.publicCursor(sql, peer.member()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Sends anew what a member does not have, in the order of its numbers; urgent messages first. */
    int sendMissing(Turn turn, MemberId peer) throws Refused {
        int sent = 0;
        for (Unsettled missing : turn.sql()
                .list(
                        "SELECT origin, lane, seq, idx FROM exchange_outbox_past WHERE peer = ? AND receipt IS NULL"
                                + " AND disposition IS NULL AND superseded_by IS NULL ORDER BY lane, seq",
                        row -> new Unsettled(row.text(0), row.number(1), row.number(2), row.number(3)),
                        peer.code())) {
            Optional<Logged> now = sendAgain(turn, missing.origin(), missing.index());
            turn.sql()
                    .update(
                            "UPDATE exchange_outbox_past SET superseded_by = ? WHERE origin = ? AND peer = ? AND lane = ? AND seq = ?",
                            now.map(Logged::index).orElse(missing.index()),
                            missing.origin(),
                            peer.code(),
                            missing.lane(),
                            missing.sequence());
            sent += now.isPresent() ? 1 : 0;
        }
        return sent;
    }

    /** Empty for a message whose content was erased since. */
    private Optional<Logged> sendAgain(Turn turn, String closed, long index) throws Refused {
        try {
            Logged before = context.ledger().acts().read(turn.sql(), index).orElseThrow();
            String caseId = context.ledger().acts().caseOf(turn.sql(), index).orElse("");
            Ref place = new Ref(SUPERSEDES, closed, index, before.entry());
            Logged now = sending.send(turn, Draft.again(before.act(), caseId).withRef(place));
            moved.sentAnew(before.act().kind(), turn, place, now);
            return Optional.of(now);
        } catch (Erased e) {
            return Optional.empty();
        }
    }
}
