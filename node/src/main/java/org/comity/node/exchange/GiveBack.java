package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.node.ledger.Erased;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.Hash;

/**
 * Gives a member its own messages back, with their proofs, after its disk died: {@code GET
 * /peer/v1/returned?generation=G&lane=L&from=S}. A member gets what it sent to this node and nothing else.
 */
final class GiveBack implements PeerResource {

    static final String PREFIX = "/peer/v1/returned";

    private static final Pattern QUERY =
            Pattern.compile(PREFIX + "\\?generation=([1-9]\\d{0,8})&lane=([0-2])&from=([1-9]\\d{0,17})");
    private static final int MOST_ROWS = 256;
    private static final int PAGE_BYTES = 512 << 10;

    private record Row(long sequence, long index, Hash entry, long receipt, Disposition disposition) {}

    private final ExchangeContext context;

    GiveBack(ExchangeContext context) {
        this.context = context;
    }

    static String path(long generation, Lane lane, long from) {
        return PREFIX + "?generation=" + generation + "&lane=" + lane.number() + "&from=" + from;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        Matcher query = QUERY.matcher(call.path());
        if (!call.method().equals("GET") || !query.matches()) {
            back.accept(Problem.of(Problem.Type.NOT_FOUND, "asked for is " + PREFIX + "?generation=G&lane=L&from=S")
                    .toAnswer());
            return;
        }
        Lane lane = Lane.of(Long.parseLong(query.group(2)));
        try (Snapshot snapshot = context.world().store().snapshot()) {
            Returned page = log(snapshot.sql(), from, query.group(1))
                    .map(log -> page(snapshot.sql(), log, lane, Long.parseLong(query.group(3))))
                    .orElse(Returned.NOTHING);
            back.accept(PeerAnswer.of(200, "application/cbor", page.encode()));
        }
    }

    private static Optional<Long> log(Sql sql, MemberId from, String generation) {
        return sql.first(
                "SELECT id FROM exchange_log WHERE peer = ? AND origin LIKE ? ORDER BY id DESC",
                row -> row.number(0),
                from.code(),
                "%/log/g" + generation);
    }

    private Returned page(Sql sql, long log, Lane lane, long from) {
        List<Row> rows = sql.list(
                "SELECT seq, idx, entry, received, disposition FROM exchange_inbox WHERE log = ? AND lane = ? AND seq >= ?"
                        + " ORDER BY seq LIMIT ?",
                row -> new Row(
                        row.number(0), row.number(1), row.hash(2), row.number(3), Disposition.ofWord(row.text(4))),
                log,
                lane.number(),
                from,
                MOST_ROWS);
        List<Returned.Message> messages = new ArrayList<>();
        int bytes = 0;
        for (Row row : rows) {
            Returned.Message message =
                    new Returned.Message(row.sequence(), row.index(), row.disposition(), content(sql, row));
            bytes += message.bytes();
            if (bytes > PAGE_BYTES && !messages.isEmpty()) {
                return new Returned(messages, true);
            }
            messages.add(message);
        }
        return new Returned(messages, rows.size() == MOST_ROWS);
    }

    private Returned.Content content(Sql sql, Row row) {
        try {
            Optional<ProvenAct> proven = new Proofs(context, Optional.empty()).received(sql, row.receipt());
            if (proven.isPresent()) {
                return new Returned.Whole(
                        proven.get().opening(), proven.get().proof().encode());
            }
        } catch (Erased e) {
            // Erased here, and so for good: the number and the entry are all that is left.
        }
        return new Returned.Gone(row.entry());
    }
}
