package org.comity.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.comity.node.exchange.Delivered;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.record.Urgency;
import org.comity.node.store.Snapshot;

/**
 * Writes letters at nodes, and remembers what was promised to their writers.
 *
 * <p>A letter is <em>accepted</em> when the future of its work completes: from then on it must never be lost. It may also arrive without
 * having been accepted, when its node died between commit and answer; but never twice.
 */
public final class Post {

    private static final Source WRITER = new Source("officer:writer");
    private static final Source OTHER = new Source("officer:other");

    /**
     * A letter whose writer was told that it is logged and signed.
     *
     * @param sequence its number in its lane to its recipient
     * @param index its place in the log of its writer
     * @param number of all letters in the order of writing; 0 for one that had a work of its own and no order among the others
     */
    public record Letter(
            MemberId from, Recipient to, Lane lane, long sequence, long index, String name, Fate fate, long number) {}

    private record Open(SimNode node, int life, String what) {}

    private final SimWorld world;
    private final Chance chance;
    private final List<Letter> accepted = new ArrayList<>();
    private final Map<String, Fate> written = new LinkedHashMap<>();
    private final Set<String> undone = new LinkedHashSet<>();
    private final Set<String> erased = new LinkedHashSet<>();
    private final Set<String> writtenToBeErased = new LinkedHashSet<>();
    private final Set<Open> open = new LinkedHashSet<>();
    private final Map<Lane, Long> receipts = new EnumMap<>(Lane.class);
    private long numbers;

    public Post(SimWorld world) {
        this.world = world;
        this.chance = Chance.of(world.seed(), "post");
    }

    /** Letters that were accepted, in the order in which their writers heard. */
    public List<Letter> accepted() {
        return List.copyOf(accepted);
    }

    /** Letters that were undone with the work that wrote them: none may be found anywhere. */
    public Set<String> undone() {
        return Set.copyOf(undone);
    }

    /** Whether the content of a letter was asked to be erased at its writer's. */
    public boolean mayBeErased(String name) {
        return erased.contains(name);
    }

    /** The fate of a letter, also of one that was never accepted; empty for what the post did not write. */
    public Optional<Fate> fate(String name) {
        return Optional.ofNullable(written.get(name));
    }

    /** Receipts that senders were told of. */
    public long receipts() {
        return receipts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same, of one lane. */
    public long receiptsIn(Lane lane) {
        return receipts.getOrDefault(lane, 0L);
    }

    /** A work that was handed to a process that still runs, and that has no outcome, if there is one. */
    public Optional<String> forgotten() {
        return open.stream()
                .filter(work -> work.node().isUp() && work.node().lives() == work.life())
                .map(Open::what)
                .findFirst();
    }

    /** Any node that is up writes to any other it knows, or to all. */
    public void writeAnything() {
        writeAnything(Fate.READ, 4_000);
    }

    /** The same, with a fate and at most so many characters. */
    public void writeAnything(Fate fate, int longest) {
        Optional<SimNode> from = anyUp();
        if (from.isEmpty()) {
            return;
        }
        Optional<MemberId> to = anyAcquaintance(from.get());
        if (to.isEmpty()) {
            return;
        }
        switch ((int) chance.below(4)) {
            case 0 -> write(from.get(), Recipient.everyone(), Lane.PUBLIC, fate, longest);
            case 1 -> write(from.get(), Recipient.one(to.get()), Lane.URGENT, fate, longest);
            default -> write(from.get(), Recipient.one(to.get()), Lane.ORDINARY, fate, longest);
        }
    }

    /** So many ordinary letters from one node to another at once: more than one parcel takes. */
    public void writeMany(int letters) {
        SimNode from = world.node((int) chance.below(world.nodes().size()));
        if (!from.isUp()) {
            return;
        }
        anyAcquaintance(from).ifPresent(to -> {
            for (int i = 0; i < letters && from.isUp(); i++) {
                write(from, Recipient.one(to), Lane.ORDINARY);
            }
        });
    }

    private Optional<SimNode> anyUp() {
        List<SimNode> up = world.nodes().stream().filter(SimNode::isUp).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(up.get((int) chance.below(up.size())));
    }

    private Optional<MemberId> anyAcquaintance(SimNode node) {
        List<MemberId> known = node.directory().peers().stream()
                .filter(peer -> peer.recognised())
                .map(peer -> peer.member())
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get((int) chance.below(known.size())));
    }

    /** One letter, of a length drawn between a line and two pages. */
    public void write(SimNode from, Recipient to, Lane lane) {
        write(from, to, lane, Fate.READ, 4_000);
    }

    /** One letter with a fate, and at most so many characters. */
    public void write(SimNode from, Recipient to, Lane lane, Fate fate, int longest) {
        long number = ++numbers;
        String name = from.member() + "-" + number;
        Draft draft = draft(name, to, lane, fate, (int) chance.below(longest));
        written.put(name, fate);
        follow(from, name, from.submit(WRITER, turn -> from.exchange().send(turn, draft)))
                .whenComplete((logged, failure) -> {
                    if (failure == null) {
                        told(
                                from,
                                logged,
                                new Letter(
                                        from.member(),
                                        to,
                                        lane,
                                        logged.act().sequence(),
                                        logged.index(),
                                        name,
                                        fate,
                                        number));
                    }
                });
    }

    private Draft draft(String name, Recipient to, Lane lane, Fate fate, int filler) {
        Draft draft = Draft.of(
                        fate == Fate.UNKNOWN ? Letters.RIDDLE : Letters.KIND,
                        to,
                        lane,
                        "text/plain",
                        Letters.body(name, fate, filler))
                .withUrgency(lane == Lane.URGENT ? Urgency.EMERGENCY : Urgency.ROUTINE);
        return fate == Fate.EXPIRED
                ? draft.withExpiryMs(
                        SimClock.BEGINNING.minus(Duration.ofDays(30)).toEpochMilli())
                : draft;
    }

    private void told(SimNode from, Logged logged, Letter letter) {
        from.note("accepts " + letter.name() + " to " + letter.to().text().orElse("nobody") + ", lane "
                + letter.lane().number() + ", sequence " + letter.sequence());
        accepted.add(letter);
        checkPromise(from, logged);
        if (writtenToBeErased.contains(letter.name())) {
            erase(letter);
        }
    }

    /** Whatever a caller is told must be durable and signed; a look at the disk that fails is told as well. */
    private void checkPromise(SimNode from, Logged logged) {
        try {
            from.watch().promised(from.ledger(), logged.index(), logged.entry());
        } catch (RuntimeException e) {
            world.violation(
                    from.member() + " told a writer of index " + logged.index() + " while it was at work: " + e);
        }
    }

    private <T> CompletionStage<T> follow(SimNode node, String what, CompletionStage<T> work) {
        Open handed = new Open(node, node.lives(), "the work for " + what + " at " + node.member());
        open.add(handed);
        return work.whenComplete((done, failure) -> open.remove(handed));
    }

    /** A work that writes letters and then fails, as a whole or in a part; the letters must be as if never written. */
    public void writeInVain() {
        Optional<SimNode> from = anyUp();
        Optional<MemberId> to = from.flatMap(this::anyAcquaintance);
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        SimNode node = from.get();
        long number = ++numbers;
        String name = node.member() + "-" + number;
        Draft draft = draft(name + Letters.UNDONE, Recipient.one(to.get()), Lane.ORDINARY, Fate.READ, 100);
        undone.add(name + Letters.UNDONE);
        int how = (int) chance.below(3);
        follow(node, name, node.submit(OTHER, turn -> {
                    if (how == 0) {
                        Draft good = draft(name, Recipient.one(to.get()), Lane.ORDINARY, Fate.READ, 100);
                        try {
                            turn.attempt(part -> {
                                node.exchange().send(part, draft);
                                throw new Refused(Refused.Code.INVALID, "a part fails", "it was meant to");
                            });
                        } catch (Refused e) {
                            node.note("undoes a part of " + name);
                        }
                        return node.exchange().send(turn, good);
                    }
                    node.exchange().send(turn, draft);
                    turn.afterCommit(() -> node.fails("what a failing work left to do was done: " + name));
                    if (how == 1) {
                        throw new Refused(Refused.Code.INVALID, "the work fails", "it was meant to");
                    }
                    throw new IllegalStateException("a work of the simulation fails, as it was meant to");
                }))
                .whenComplete((logged, failure) -> {
                    if (failure == null && how == 0) {
                        written.put(name, Fate.READ);
                        told(
                                node,
                                logged,
                                new Letter(
                                        node.member(),
                                        Recipient.one(to.get()),
                                        Lane.ORDINARY,
                                        logged.act().sequence(),
                                        logged.index(),
                                        name,
                                        Fate.READ,
                                        0));
                    } else if (failure == null) {
                        node.fails("a work that failed was reported as done: " + name);
                    }
                });
        if (how == 0) {
            written.put(name, Fate.READ);
        }
    }

    /** Erases the content of one letter at its writer's, whether or not it has arrived. */
    public void eraseAny() {
        List<Letter> candidates = accepted.stream()
                .filter(letter -> world.node(letter.from()).isUp() && !erased.contains(letter.name()))
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        // The newest ones are the more interesting: they may still be on their way.
        int from = Math.max(0, candidates.size() - 8);
        Letter letter = candidates.get(from + (int) chance.below(candidates.size() - from));
        erase(letter);
    }

    /** One ordinary letter, which is erased as soon as its writer is told that it is logged. */
    public void writeAndErase(SimNode from, MemberId to) {
        writtenToBeErased.add(from.member() + "-" + (numbers + 1));
        write(from, Recipient.one(to), Lane.ORDINARY);
    }

    private void erase(Letter letter) {
        SimNode node = world.node(letter.from());
        erased.add(letter.name());
        node.submit(OTHER, turn -> {
                    node.ledger().acts().erase(turn, letter.index());
                    return letter.index();
                })
                .whenComplete((index, failure) -> {
                    if (failure == null) {
                        node.note("erased " + letter.name());
                        node.watch().erased(index, world.clock().instant());
                    }
                });
    }

    /** A node heard of a receipt: whoever is told that a message was received can rely on it from that moment. */
    public void delivered(SimNode node, MemberId peer, Delivered delivered) {
        receipts.merge(delivered.lane(), 1L, Long::sum);
        if (world.isPuppet(peer)) {
            return;
        }
        try (Snapshot snapshot = world.node(peer).disk().snapshot()) {
            String kept = snapshot.sql()
                    .first(
                            "SELECT disposition FROM exchange_inbox WHERE peer = ? AND lane = ? AND seq = ? AND idx = ?",
                            row -> row.text(0),
                            node.member().code(),
                            delivered.lane().number(),
                            delivered.sequence(),
                            delivered.index())
                    .orElse("nothing");
            if (!kept.equals(delivered.disposition().word())) {
                world.violation(node.member() + " has a receipt of " + peer + " for lane "
                        + delivered.lane().number() + ", sequence " + delivered.sequence() + ", as "
                        + delivered.disposition().word() + "; " + peer + " has " + kept);
            }
        }
    }

    /** First line of a letter. */
    static String nameIn(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).split("\n", 2)[0];
    }
}
