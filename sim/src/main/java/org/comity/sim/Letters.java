package org.comity.sim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Receiver;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Sql;

/**
 * The simplest capability there is: it writes down every letter that arrives, in the commit that receives it, and does what the letter
 * says of its handling.
 *
 * <p>The table has no key that would refuse a second row, so a letter that is handled twice is there twice and is seen.
 */
public final class Letters implements Equipment {

    /** The kind of every letter that is handled. */
    public static final Kind KIND = new Kind("sim.letter");

    /** A kind that no capability takes. */
    public static final Kind RIDDLE = new Kind("sim.riddle");

    /** Stands behind the name in rows that must never be committed. */
    public static final String UNDONE = " undone";

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

    /** A letter with its name, its fate, and so many more characters. */
    static byte[] body(String name, Fate fate, int filler) {
        return (name + "\n" + fate.word() + "\n" + "x".repeat(filler)).getBytes(StandardCharsets.UTF_8);
    }

    /** What an echo of a letter is called. */
    public static String echoOf(MemberId by, String name) {
        return "echo by " + by + " of " + name;
    }

    private record Slot(SimNode node) implements Receiver {

        @Override
        public Set<Kind> kinds() {
            return Set.of(KIND);
        }

        @Override
        public void received(Turn turn, Received message) throws BodyRefused {
            String[] lines = new String(message.act().body(), StandardCharsets.UTF_8).split("\n", 3);
            String name = lines[0];
            Optional<Fate> fate = lines.length == 3 ? Optional.of(Fate.ofWord(lines[1])) : Optional.empty();
            switch (fate.orElse(Fate.READ)) {
                case READ -> write(turn, message, name);
                case ECHOED -> {
                    write(turn, message, name);
                    echo(turn, message, name);
                }
                case REFUSED -> {
                    spoil(turn, message, name);
                    throw new BodyRefused("the letter " + name + " asks to be refused");
                }
                case KILLS -> {
                    spoil(turn, message, name);
                    node.dieNow("of " + name);
                }
                case FAILS, UNKNOWN, EXPIRED -> {
                    spoil(turn, message, name);
                    throw new IllegalStateException("the letter " + name + " makes its handler fail");
                }
            }
        }

        private void write(Turn turn, Received message, String name) {
            insert(turn, message, name);
            turn.afterCommit(() -> node.note("has " + name + " from " + message.from() + ", lane "
                    + message.act().lane().number() + ", sequence "
                    + message.act().sequence()));
        }

        private void echo(Turn turn, Received message, String name) {
            Draft draft = Draft.of(
                    KIND,
                    Recipient.one(message.from()),
                    Lane.ORDINARY,
                    "text/plain",
                    body(echoOf(node.member(), name), Fate.READ, 0));
            try {
                node.exchange().send(turn, draft);
            } catch (Refused e) {
                node.note("cannot echo " + name);
            }
        }

        /** Changes everything a handler can change; all of it must be undone. */
        private void spoil(Turn turn, Received message, String name) {
            insert(turn, message, name + UNDONE);
            turn.append(Draft.of(
                    RIDDLE,
                    Recipient.nobody(),
                    Lane.OWN,
                    "text/plain",
                    (name + UNDONE).getBytes(StandardCharsets.UTF_8)));
            turn.afterCommit(
                    () -> node.fails("what the handler of " + name + " left to do was done although it failed"));
        }

        private static void insert(Turn turn, Received message, String name) {
            turn.sql()
                    .update(
                            "INSERT INTO sim_letter (sender, lane, seq, name) VALUES (?, ?, ?, ?)",
                            message.from().code(),
                            message.act().lane().number(),
                            message.act().sequence(),
                            name);
        }
    }
}
