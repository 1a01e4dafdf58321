package org.comity.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.node.exchange.LinkState;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;

/** What the exchange promises of letters: none lost, none twice, all in order, and the queues empty once the world is calm. */
public final class DeliveryCheck {

    private record Stream(MemberId sender, long lane) {}

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
            try (Snapshot snapshot = node.disk().snapshot()) {
                handled = Letters.handled(snapshot.sql());
            }
            requireOnce(node, handled, broken);
            requireOrder(node, handled, broken);
            requireAll(node, handled, broken);
            requireHealthy(node, broken);
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
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
    private static void requireOrder(SimNode node, List<Letters.Row> handled, List<String> broken) {
        Map<Stream, Letters.Row> last = new LinkedHashMap<>();
        for (Letters.Row letter : handled) {
            Letters.Row before = last.put(new Stream(letter.sender(), letter.lane()), letter);
            long due = before == null ? 1 : before.sequence() + 1;
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

    private void requireAll(SimNode node, List<Letters.Row> handled, List<String> broken) {
        List<String> names = handled.stream().map(Letters.Row::name).toList();
        java.util.Set<String> here = java.util.Set.copyOf(names);
        for (Post.Letter letter : post.accepted()) {
            boolean mine = !letter.from().equals(node.member())
                    && (letter.to() instanceof Recipient.Everyone || letter.to().equals(Recipient.one(node.member())));
            if (mine && !here.contains(letter.name())) {
                broken.add(node.member() + " never had " + letter.name() + ", which " + letter.from() + " accepted");
            }
        }
    }

    /** Losses alone make no officer get up: a link that gives up, or an alarm, needs somebody who lies. */
    private void requireHealthy(SimNode node, List<String> broken) {
        node.alarms().forEach(alarm -> broken.add(node.member() + " raised an alarm about " + alarm));
        for (SimNode peer : world.nodes()) {
            Optional<LinkState> link =
                    peer == node ? Optional.empty() : node.exchange().link(peer.member());
            link.filter(LinkState.Suspended.class::isInstance)
                    .ifPresent(state -> broken.add(node.member() + " gave up on " + peer.member() + ": " + state));
        }
    }
}
