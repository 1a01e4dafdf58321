package org.comity.node.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;

/** Reads what came from peers. Any thread may call, with a transaction or snapshot of its own. */
public final class Arrivals {

    /**
     * A message of a peer that is stored here.
     *
     * @param theirIndex its position in the peer's log
     * @param receipt position of its receipt in our log, by which people here name it
     * @param disposition what became of it here
     * @param caseId the local case under whose key it lies
     */
    public record Arrival(
            MemberId from,
            Lane lane,
            long sequence,
            long theirIndex,
            long receipt,
            Kind kind,
            Disposition disposition,
            String caseId,
            Instant receivedAt) {}

    private static final String SELECT =
            "SELECT peer, lane, seq, idx, received, kind, disposition, case_id, ms FROM exchange_inbox ";

    Arrivals() {}

    /** The message whose receipt stands at an index of our log. */
    public Optional<Arrival> of(Sql sql, long receipt) {
        return sql.first(SELECT + "WHERE received = ?", Arrivals::arrival, receipt);
    }

    /**
     * Messages received, the newest first.
     *
     * @param before only those whose receipt has a smaller index
     * @param most page length
     */
    public List<Arrival> newest(Sql sql, long before, int most) {
        return sql.list(SELECT + "WHERE received < ? ORDER BY received DESC LIMIT ?", Arrivals::arrival, before, most);
    }

    /** Messages of a case in the order of their arrival. */
    public List<Arrival> ofCase(Sql sql, String caseId) {
        return sql.list(SELECT + "WHERE case_id = ? ORDER BY received", Arrivals::arrival, caseId);
    }

    private static Arrival arrival(Row row) {
        return new Arrival(
                new MemberId(row.text(0)),
                Lane.of(row.number(1)),
                row.number(2),
                row.number(3),
                row.number(4),
                new Kind(row.text(5)),
                Disposition.ofWord(row.text(6)),
                row.text(7),
                Instant.ofEpochMilli(row.number(8)));
    }
}
