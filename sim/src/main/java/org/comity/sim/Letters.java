package org.comity.sim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Receiver;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.store.Sql;

/**
 * The simplest capability there is: it writes down every letter that arrives, in the commit that receives it.
 *
 * <p>The table has no key that would refuse a second row, so a letter that is handled twice is there twice and is seen.
 */
public final class Letters implements Equipment {

    /** The kind of every letter. */
    public static final Kind KIND = new Kind("sim.letter");

    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS sim_letter (id INTEGER PRIMARY KEY, sender TEXT NOT NULL,"
                    + " lane INTEGER NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL) STRICT";

    /**
     * A letter as its receiver wrote it down.
     *
     * @param name what the sender called it: its first line
     */
    public record Row(MemberId sender, long lane, long sequence, String name) {}

    @Override
    public List<String> tables() {
        return List.of(TABLE);
    }

    @Override
    public List<Receiver> receivers(SimNode node) {
        return List.of(new Slot(node));
    }

    /** All letters in the order in which they were handled. */
    public static List<Row> handled(Sql sql) {
        return sql.list(
                "SELECT sender, lane, seq, name FROM sim_letter ORDER BY id",
                row -> new Row(new MemberId(row.text(0)), row.number(1), row.number(2), row.text(3)));
    }

    private record Slot(SimNode node) implements Receiver {

        @Override
        public Set<Kind> kinds() {
            return Set.of(KIND);
        }

        @Override
        public void received(Turn turn, Received message) {
            String body = new String(message.act().body(), StandardCharsets.UTF_8);
            String name = body.substring(0, body.indexOf('\n'));
            turn.sql()
                    .update(
                            "INSERT INTO sim_letter (sender, lane, seq, name) VALUES (?, ?, ?, ?)",
                            message.from().code(),
                            message.act().lane().number(),
                            message.act().sequence(),
                            name);
            turn.afterCommit(() -> node.note("has " + name + " from " + message.from() + ", lane "
                    + message.act().lane().number() + ", sequence "
                    + message.act().sequence()));
        }
    }
}
