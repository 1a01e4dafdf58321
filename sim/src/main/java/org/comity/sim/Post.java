package org.comity.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.comity.node.exchange.Delivered;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.record.Urgency;
import org.comity.node.store.Snapshot;

/**
 * Writes letters at random nodes, and remembers what was promised to their writers.
 *
 * <p>A letter is <em>accepted</em> when the future of its work completes: from then on it must never be lost. It may also arrive without
 * having been accepted, when its node died between commit and answer; but never twice.
 */
public final class Post {

    private static final Source WRITER = new Source("officer:writer");

    /**
     * A letter whose writer was told that it is logged and signed.
     *
     * @param sequence its number in its lane to its recipient
     */
    public record Letter(MemberId from, Recipient to, Lane lane, long sequence, String name) {}

    private final SimWorld world;
    private final Chance chance;
    private final List<Letter> accepted = new ArrayList<>();
    private long numbers;
    private final Map<Lane, Long> receipts = new EnumMap<>(Lane.class);

    public Post(SimWorld world) {
        this.world = world;
        this.chance = Chance.of(world.seed(), "post");
    }

    /** Letters that were accepted, in the order in which their writers heard. */
    public List<Letter> accepted() {
        return List.copyOf(accepted);
    }

    /** Receipts that senders were told of. */
    public long receipts() {
        return receipts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same, of one lane. */
    public long receiptsIn(Lane lane) {
        return receipts.getOrDefault(lane, 0L);
    }

    /** Any node that is up writes to any other, or to all. */
    public void writeAnything() {
        List<SimNode> up = world.nodes().stream().filter(SimNode::isUp).toList();
        if (up.isEmpty()) {
            return;
        }
        SimNode from = up.get((int) chance.below(up.size()));
        List<SimNode> others =
                world.nodes().stream().filter(node -> node != from).toList();
        SimNode to = others.get((int) chance.below(others.size()));
        switch ((int) chance.below(4)) {
            case 0 -> write(from, Recipient.everyone(), Lane.PUBLIC);
            case 1 -> write(from, Recipient.one(to.member()), Lane.URGENT);
            default -> write(from, Recipient.one(to.member()), Lane.ORDINARY);
        }
    }

    /** So many ordinary letters from one node to another at once: more than one parcel takes. */
    public void writeMany(int letters) {
        SimNode from = world.node((int) chance.below(world.nodes().size()));
        SimNode to =
                world.nodes().stream().filter(node -> node != from).findFirst().orElseThrow();
        for (int i = 0; i < letters && from.isUp(); i++) {
            write(from, Recipient.one(to.member()), Lane.ORDINARY);
        }
    }

    /** One letter, of a length drawn between a line and two pages. */
    public void write(SimNode from, Recipient to, Lane lane) {
        String name = from.member() + "-" + ++numbers;
        String body = name + "\n" + "x".repeat((int) chance.below(4_000));
        Draft draft = Draft.of(Letters.KIND, to, lane, "text/plain", body.getBytes(StandardCharsets.UTF_8))
                .withUrgency(lane == Lane.URGENT ? Urgency.EMERGENCY : Urgency.ROUTINE);
        from.submit(WRITER, turn -> from.exchange().send(turn, draft)).whenComplete((logged, failure) -> {
            if (failure == null) {
                accepted.add(new Letter(from.member(), to, lane, logged.act().sequence(), name));
                from.note("accepts " + name + " to " + to.text().orElse("nobody") + ", lane " + lane.number()
                        + ", sequence " + logged.act().sequence());
            }
        });
    }

    /** A node heard of a receipt: whoever is told that a message was received can rely on it from that moment. */
    public void delivered(SimNode node, MemberId peer, Delivered delivered) {
        receipts.merge(delivered.lane(), 1L, Long::sum);
        try (Snapshot snapshot = world.node(peer).disk().snapshot()) {
            String kept = snapshot.sql()
                    .first(
                            "SELECT disposition FROM exchange_inbox WHERE peer = ? AND lane = ? AND seq = ?",
                            row -> row.text(0),
                            node.member().code(),
                            delivered.lane().number(),
                            delivered.sequence())
                    .orElse("nothing");
            if (!kept.equals(delivered.disposition().word())) {
                world.violation(node.member() + " has a receipt of " + peer + " for lane "
                        + delivered.lane().number() + ", sequence " + delivered.sequence() + ", as "
                        + delivered.disposition().word() + "; " + peer + " has " + kept);
            }
        }
    }
}
