package org.comity.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.node.exchange.AlarmBook;
import org.comity.node.exchange.LinkState;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;

/**
 * What the exchange promises of letters: none lost, none twice, all in order, each with the fate it asked for, nothing left of what
 * failed, and the queues empty once the world is calm. All of it among honest nodes; what puppets take or lose is their affair.
 *
 * <p>A letter during whose handling the process died again and again is set aside, whether or not the letter was to blame. It is stored
 * and receipted as such and an alarm is raised, so it counts as kept, and only that alarm is expected.
 */
public final class DeliveryCheck {

    private record Place(MemberId sender, long lane, long sequence) {}

    private final SimWorld world;
    private final Post post;
    private final Set<String> estranged = new TreeSet<>();

    public DeliveryCheck(SimWorld world, Post post) {
        this.world = world;
        this.post = post;
    }

    /** One of these withdrew its recognition of the other for a while: the other is told so, and tells its officers. */
    public void estranged(MemberId one, MemberId other) {
        estranged.add(one + " " + other);
        estranged.add(other + " " + one);
    }

    /** Whether every node is up and every message and statement among honest nodes has its receipt. */
    public boolean isSettled() {
        return world.nodes().stream().allMatch(SimNode::isUp)
                && world.nodes().stream().allMatch(node -> waiting(node) == 0);
    }

    /** Who still waits for a receipt of whom, and where the link between them stands. */
    public String waiting() {
        List<String> lines = new ArrayList<>();
        for (SimNode node : world.nodes()) {
            if (!node.isUp()) {
                lines.add(node.member() + " is down"
                        + node.refusal().map(why -> ": " + why.getMessage()).orElse(""));
            }
        }
        if (lines.isEmpty()) {
            for (SimNode node : world.nodes()) {
                for (SimNode peer : world.nodes()) {
                    if (peer != node && world.areAcquainted(node, peer) && waiting(node, peer) > 0) {
                        lines.add(node.member() + " waits for " + waiting(node, peer) + " receipts of " + peer.member()
                                + "; its link: " + node.exchange().link(peer.member()));
                    }
                }
            }
        }
        return String.join("; ", lines);
    }

    private long waiting(SimNode node) {
        long waiting = 0;
        for (SimNode peer : world.nodes()) {
            if (peer != node && world.areAcquainted(node, peer)) {
                waiting += waiting(node, peer);
            }
        }
        return waiting;
    }

    private static long waiting(SimNode node, SimNode peer) {
        try (Snapshot snapshot = node.disk().snapshot()) {
            Sql sql = snapshot.sql();
            String member = peer.member().code();
            long messages =
                    sql.number("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL AND peer = ?", member);
            long statements = sql.number("SELECT coalesce(max(seq), 0) FROM exchange_public");
            long next = sql.first(
                            "SELECT next FROM exchange_public_cursor WHERE peer = ?", row -> row.number(0), member)
                    .orElse(1L);
            return messages + Math.abs(statements + 1 - next);
        }
    }

    /** @throws AssertionError when one of the promises is broken, with all that are */
    public void check() {
        List<String> broken = new ArrayList<>();
        for (SimNode node : world.nodes()) {
            List<Letters.Row> handled;
            Map<Place, String> kept;
            try (Snapshot snapshot = node.disk().snapshot()) {
                handled = Letters.handled(snapshot.sql());
                kept = kept(snapshot.sql());
            }
            requireOnce(node, handled, broken);
            requireOrder(node, handled, broken);
            requireFates(node, handled, kept, broken);
            requireHealthy(node, kept, broken);
        }
        requireWritersOrder(broken);
        world.network()
                .unanswered(Duration.ofMinutes(2), member -> !world.isPuppet(member))
                .ifPresent(line -> broken.add("never answered, though the node lived on: " + line));
        post.forgotten().ifPresent(work -> broken.add("never completed, though the node lived on: " + work));
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken.subList(0, Math.min(20, broken.size()))));
        }
    }

    private static Map<Place, String> kept(Sql sql) {
        Map<Place, String> kept = new HashMap<>();
        record Row(Place place, String disposition) {}
        sql.list(
                        "SELECT peer, lane, seq, disposition FROM exchange_inbox",
                        row -> new Row(new Place(new MemberId(row.text(0)), row.number(1), row.number(2)), row.text(3)))
                .forEach(row -> kept.put(row.place(), row.disposition()));
        return kept;
    }

    private void requireOnce(SimNode node, List<Letters.Row> handled, List<String> broken) {
        Map<String, Letters.Row> seen = new HashMap<>();
        for (Letters.Row letter : handled) {
            Letters.Row before = seen.putIfAbsent(letter.name(), letter);
            if (before != null) {
                broken.add(node.member() + " handled " + letter.name() + " twice: " + before + " and " + letter);
            }
            if (letter.name().endsWith(Letters.UNDONE)) {
                broken.add(node.member() + " kept " + letter.name() + ", which was undone");
            }
        }
    }

    private static void requireOrder(SimNode node, List<Letters.Row> handled, List<String> broken) {
        Map<String, Letters.Row> last = new LinkedHashMap<>();
        for (Letters.Row letter : handled) {
            Letters.Row before = last.put(letter.sender() + "/" + letter.lane(), letter);
            if (before != null && before.sequence() >= letter.sequence()) {
                broken.add(node.member() + " handled " + letter + " after " + before);
            }
        }
    }

    /** Of one writer's letters in one stream, the earlier written has the lower number. */
    private void requireWritersOrder(List<String> broken) {
        Map<String, Post.Letter> last = new TreeMap<>();
        post.accepted().stream()
                .filter(letter -> letter.number() > 0)
                .sorted(Comparator.comparingLong(Post.Letter::number))
                .forEach(letter -> {
                    String stream = letter.from() + " to " + letter.to() + " in " + letter.lane();
                    Post.Letter before = last.put(stream, letter);
                    if (before != null && before.sequence() >= letter.sequence()) {
                        broken.add(letter.name() + " has number " + letter.sequence() + ", " + before.name()
                                + " written before it has " + before.sequence());
                    }
                });
    }

    private void requireFates(SimNode node, List<Letters.Row> handled, Map<Place, String> kept, List<String> broken) {
        Map<String, Letters.Row> here = new HashMap<>();
        handled.forEach(letter -> here.put(letter.name(), letter));
        for (Post.Letter letter : post.accepted()) {
            if (!isFor(letter, node)) {
                continue;
            }
            Place place = new Place(letter.from(), letter.lane().number(), letter.sequence());
            String found = kept.getOrDefault(place, "nothing");
            Letters.Row row = here.get(letter.name());
            boolean asAsked = found.equals(letter.fate().disposition())
                    || (found.equals("deferred") && handles(letter.fate()))
                    || (found.equals("withheld") && post.mayBeErased(letter.name()));
            if (!asAsked) {
                broken.add(node.member() + " has " + found + " of " + letter + "; its fate is "
                        + letter.fate().disposition());
            }
            boolean written = row != null;
            if (written != (found.equals("accepted") && letter.fate().isHandled())) {
                broken.add(node.member() + (written ? " handled " : " did not handle ") + letter + ", which it says is "
                        + found);
            }
            if (row != null && (row.lane() != place.lane() || row.sequence() != place.sequence())) {
                broken.add(node.member() + " handled " + letter + " as " + row);
            }
            if (written && letter.fate() == Fate.ECHOED && !(letter.to() instanceof Recipient.Everyone)) {
                requireEcho(node, letter, broken);
            }
        }
        for (Letters.Row row : handled) {
            if (post.undone().contains(row.name())) {
                broken.add(node.member() + " handled " + row.name() + ", which its writer undid");
            }
        }
    }

    /** A handler ran for it, so a death in it may have set it aside. */
    private static boolean handles(Fate fate) {
        return fate != Fate.UNKNOWN && fate != Fate.EXPIRED;
    }

    private boolean isFor(Post.Letter letter, SimNode node) {
        return !letter.from().equals(node.member())
                && ((letter.to() instanceof Recipient.Everyone && world.areAcquainted(world.node(letter.from()), node))
                        || letter.to().equals(Recipient.one(node.member())));
    }

    private void requireEcho(SimNode by, Post.Letter letter, List<String> broken) {
        String name = Letters.echoOf(by.member(), letter.name());
        try (Snapshot snapshot = world.node(letter.from()).disk().snapshot()) {
            long times = snapshot.sql().number("SELECT count(*) FROM sim_letter WHERE name = ?", name);
            if (times != 1 && estranged.isEmpty() && !wasSetAside(letter.from(), by.member())) {
                broken.add(letter.from() + " had " + times + " times the " + name);
            }
        }
    }

    private boolean wasSetAside(MemberId at, MemberId from) {
        try (Snapshot snapshot = world.node(at).disk().snapshot()) {
            return snapshot.sql()
                            .number(
                                    "SELECT count(*) FROM exchange_inbox WHERE peer = ? AND disposition = 'deferred'",
                                    from.code())
                    > 0;
        }
    }

    /** Losses alone make no officer get up: a link that gives up, or an alarm about an honest peer, needs somebody who lies. */
    private void requireHealthy(SimNode node, Map<Place, String> kept, List<String> broken) {
        for (AlarmBook.Alarm alarm : node.alarms()) {
            if (!isExpected(node, alarm, kept)) {
                broken.add(node.member() + " raised without cause " + alarm);
            }
        }
        for (SimNode peer : world.nodes()) {
            Optional<LinkState> link =
                    peer == node ? Optional.empty() : node.exchange().link(peer.member());
            link.filter(LinkState.Suspended.class::isInstance)
                    .ifPresent(state -> broken.add(node.member() + " gave up on " + peer.member() + ": " + state));
        }
    }

    private boolean isExpected(SimNode node, AlarmBook.Alarm alarm, Map<Place, String> kept) {
        if (world.isPuppet(alarm.about())) {
            return true;
        }
        String why = alarm.why();
        boolean setAside = why.contains("could not be handled") || why.contains("ended this node three times");
        if (setAside) {
            return kept.entrySet().stream()
                    .anyMatch(row -> row.getKey().sender().equals(alarm.about())
                            && row.getValue().equals("deferred"));
        }
        if (why.contains("clock")) {
            return world.nodes().stream().anyMatch(SimNode::clockJumped);
        }
        return why.contains("recognised") && estranged.contains(node.member() + " " + alarm.about());
    }
}
