package org.comity.node.exchange;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.store.Sql;
import org.comity.node.world.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps alarms until an officer has looked. The same alarm about the same member is written once an hour at the most, so that a
 * hostile peer cannot fill the book.
 */
public final class AlarmBook implements Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmBook.class);
    private static final long REPEAT_MS = 3_600_000;
    private static final int REMEMBERED = 1_024;

    /** One alarm as it stands in the book. */
    public record Alarm(long id, Instant at, MemberId about, String why) {}

    private record Cause(MemberId about, String why) {}

    private final World world;
    private final Ledger ledger;
    private final Map<Cause, Long> recent = new LinkedHashMap<>();

    public AlarmBook(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    @Override
    public void raise(MemberId about, String why) {
        long now = world.clock().millis();
        Cause cause = new Cause(about, why);
        Long last = recent.get(cause);
        if (last != null && now - last < REPEAT_MS) {
            return;
        }
        LOG.warn("alarm about {}: {}", about, why);
        recent.put(cause, now);
        if (recent.size() > REMEMBERED) {
            recent.remove(recent.keySet().iterator().next());
        }
        ledger.submit(Source.NODE, turn -> {
            write(turn.sql(), turn.now().toEpochMilli(), about, why);
            return true;
        });
    }

    static void write(Sql sql, long ms, MemberId about, String why) {
        sql.update("INSERT INTO exchange_alarm (ms, member, why) VALUES (?, ?, ?)", ms, about.code(), why);
    }

    /** The newest alarms first. */
    public static List<Alarm> newest(Sql sql, int most) {
        return newest(sql, Long.MAX_VALUE, most);
    }

    /**
     * The newest alarms first.
     *
     * @param before only those with a smaller id
     */
    public static List<Alarm> newest(Sql sql, long before, int most) {
        return sql.list(
                "SELECT id, ms, member, why FROM exchange_alarm WHERE id < ? ORDER BY id DESC LIMIT ?",
                row -> new Alarm(
                        row.number(0), Instant.ofEpochMilli(row.number(1)), new MemberId(row.text(2)), row.text(3)),
                before,
                most);
    }
}
