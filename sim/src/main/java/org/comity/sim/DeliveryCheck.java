package org.comity.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.node.exchange.LinkState;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;

/**
 * What the exchange promises of letters: none lost, none twice, all in order, and the queues empty once the world is calm.
 *
 * <p>A letter during whose handling the process died again and again is set aside, whether or not the letter was to blame. It is stored
 * and receipted as such and an alarm is raised, so it counts as kept, and only that alarm is expected.
 */
public final class DeliveryCheck {

    private record Stream(MemberId sender, long lane) {}

    private record Place(Stream stream, long sequence) {}

    private final SimWorld world;
    private final Post post;

    public DeliveryCheck(SimWorld world, Post post) {
        this.world = world;
        this.post = post;
    }

    /** Whether every node is up and every message and statement has its receipt. */
    public boolean isSettled() {
        return world.nodes().stream().allMatch(node -> node.isUp() && waiting(node) == 0);
    }

    private long waiting(SimNode node) {
        try (Snapshot snapshot = node.disk().snapshot()) {
            Sql sql = snapshot.sql();
            long messages = sql.number("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL");
            long statements = sql.number("SELECT coalesce(max(seq), 0) FROM exchange_public");
            long behind = 0;
            for (SimNode peer : world.nodes()) {
                if (peer != node) {
                    long next = sql.first(
                                    "SELECT next FROM exchange_public_cursor WHERE peer = ?",
                                    row -> row.number(0),
                                    peer.member().code())
                            .orElse(1L);
                    behind += statements + 1 - next;
                }
            }
            return messages + behind;
        }
    }

    /** @throws AssertionError when one of the promises is broken, with all that are */
    public void check() {
        List<String> broken = new ArrayList<>();
        for (SimNode node : world.nodes()) {
            List<Letters.Row> handled;
            Set<Place> setAside;
            try (Snapshot snapshot = node.disk().snapshot()) {
                handled = Letters.handled(snapshot.sql());
                setAside = setAside(snapshot.sql());
            }
            requireOnce(node, handled, broken);
            requireOrder(node, handled, setAside, broken);
            requireAll(node, handled, setAside, broken);
            requireHealthy(node, setAside.size(), broken);
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
    }

    private static Set<Place> setAside(Sql sql) {
        return new LinkedHashSet<>(sql.list(
                "SELECT peer, lane, seq FROM exchange_inbox WHERE disposition = 'deferred' ORDER BY peer, lane, seq",
                row -> new Place(new Stream(new MemberId(row.text(0)), row.number(1)), row.number(2))));
    }

    private static void requireOnce(SimNode node, List<Letters.Row> handled, List<String> broken) {
        Map<String, Letters.Row> seen = new HashMap<>();
        for (Letters.Row letter : handled) {
            Letters.Row before = seen.putIfAbsent(letter.name(), letter);
            if (before != null) {
                broken.add(node.member() + " handled " + letter.name() + " twice: " + before + " and " + letter);
            }
        }
    }

    /** Numbers rise by one, and the letters of a writer keep the order in which they were written. */
    private static void requireOrder(
            SimNode node, List<Letters.Row> handled, Set<Place> setAside, List<String> broken) {
        Map<Stream, Letters.Row> last = new LinkedHashMap<>();
        for (Letters.Row letter : handled) {
            Stream stream = new Stream(letter.sender(), letter.lane());
            Letters.Row before = last.put(stream, letter);
            long due = before == null ? 1 : before.sequence() + 1;
            while (setAside.contains(new Place(stream, due))) {
                due++;
            }
            if (letter.sequence() != due) {
                broken.add(node.member() + " handled " + letter + " where sequence " + due + " was due");
            }
            if (before != null && number(before) >= number(letter)) {
                broken.add(node.member() + " handled " + letter.name() + " after " + before.name());
            }
        }
    }

    private static long number(Letters.Row letter) {
        return Long.parseLong(letter.name().substring(letter.name().indexOf('-') + 1));
    }

    private void requireAll(SimNode node, List<Letters.Row> handled, Set<Place> setAside, List<String> broken) {
        Set<String> here = new LinkedHashSet<>();
        handled.forEach(letter -> here.add(letter.name()));
        for (Post.Letter letter : post.accepted()) {
            boolean mine = !letter.from().equals(node.member())
                    && (letter.to() instanceof Recipient.Everyone || letter.to().equals(Recipient.one(node.member())));
            Place place = new Place(new Stream(letter.from(), letter.lane().number()), letter.sequence());
            if (mine && !here.contains(letter.name()) && !setAside.contains(place)) {
                broken.add(node.member() + " never had " + letter.name() + ", which " + letter.from() + " accepted");
            }
        }
    }

    /** Losses alone make no officer get up: a link that gives up, or an alarm, needs somebody who lies. */
    private void requireHealthy(SimNode node, int setAside, List<String> broken) {
        if (node.alarms().size() > setAside) {
            node.alarms().forEach(alarm -> broken.add(node.member() + " raised " + alarm));
        }
        for (SimNode peer : world.nodes()) {
            Optional<LinkState> link =
                    peer == node ? Optional.empty() : node.exchange().link(peer.member());
            link.filter(LinkState.Suspended.class::isInstance)
                    .ifPresent(state -> broken.add(node.member() + " gave up on " + peer.member() + ": " + state));
        }
    }
}
