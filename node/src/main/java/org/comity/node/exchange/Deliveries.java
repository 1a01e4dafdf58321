package org.comity.node.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.tlog.Policy;

/** Reads how far messages got. Any thread may call, with a transaction or snapshot of its own. */
public final class Deliveries {

    private static final String COLUMNS = "peer, lane, seq, idx, ms, received_ms, disposition, seen_ms";
    private static final String FROM = " FROM exchange_sent ";

    private final Optional<Policy> policy;

    Deliveries(Optional<Policy> policy) {
        this.policy = policy;
    }

    /** The delivery of the message at an index of our log; empty when there is no message to one member there. */
    public Optional<Delivery> of(Sql sql, long index) {
        Cosignatures cosigned = Cosignatures.read(sql, policy);
        return sql.first("SELECT " + COLUMNS + FROM + "WHERE idx = ?", row -> delivery(row, cosigned), index);
    }

    /**
     * Messages sent, the newest first.
     *
     * @param before only those with a smaller index
     * @param most page length
     */
    public List<Delivery> newest(Sql sql, long before, int most) {
        Cosignatures cosigned = Cosignatures.read(sql, policy);
        return sql.list(
                "SELECT " + COLUMNS + FROM + "WHERE idx < ? ORDER BY idx DESC LIMIT ?",
                row -> delivery(row, cosigned),
                before,
                most);
    }

    /** Messages without a receipt yet. */
    public long waiting(Sql sql) {
        return OutboxTables.waitingCount(sql);
    }

    private static Delivery delivery(Row row, Cosignatures cosigned) {
        MemberId to = new MemberId(row.text(0));
        long index = row.number(3);
        Cosignatures.Cover cover = cosigned.of(index, to);
        return new Delivery(
                to,
                Lane.of(row.number(1)),
                row.number(2),
                index,
                Instant.ofEpochMilli(row.number(4)),
                instant(row, 5),
                row.optionalText(6).map(Disposition::ofWord),
                instant(row, 7),
                cover.witnesses(),
                cover.witnessed());
    }

    private static Optional<Instant> instant(Row row, int column) {
        OptionalLong ms = row.optionalNumber(column);
        return ms.isPresent() ? Optional.of(Instant.ofEpochMilli(ms.getAsLong())) : Optional.empty();
    }
}
