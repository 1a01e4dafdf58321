package org.comity.sim;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.comity.node.ledger.Ledger;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.sim.wire.OwnTree;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/**
 * Looks at one node's disk after every commit, over all its lives, and remembers what was ever durable.
 *
 * <p>It recomputes the tree from the entries with a tree of its own; so it knows, for each size, the only root that may be guarded,
 * signed or shown. It also sees that numbers rise by one in each stream, that times never fall, that heads held of peers move only
 * forward, and that no receipt of an honest member (their codes begin with X) is forgotten.
 */
public final class NodeWatch {

    private record Stream(String recipient, long lane) {}

    private record Leaf(long index, Hash entry, Stream stream, long sequence, long ms) {}

    private static final long OWN_LANE = 3;

    private final String who;
    private final Disk disk;
    private final SignedHeads signed;
    private final Consumer<String> violation;
    private final Map<String, Map<Long, Hash>> durable = new HashMap<>();
    private final Map<Stream, Long> next = new HashMap<>();
    private final Map<String, TreeHead> held = new TreeMap<>();
    private final Map<String, Set<TreeHead>> everHeld = new TreeMap<>();
    private final Map<Long, Instant> erased = new HashMap<>();
    private OwnTree tree = new OwnTree();
    private String origin = "";
    private long lastMs;
    private long receipted;
    private long guarded;
    private long released;
    private boolean hasTables;
    private boolean suspended;

    NodeWatch(String who, Disk disk, SignedHeads signed, Consumer<String> violation) {
        this.who = who;
        this.disk = disk;
        this.signed = signed;
        this.violation = violation;
    }

    void broken(String what) {
        violation.accept(what);
    }

    /** Another database lies on the disk for a while; what it holds says nothing about promises. */
    void suspend() {
        suspended = true;
    }

    /** The node's own newest database is back. */
    void resume() {
        suspended = false;
        committed();
    }

    /** A new life of the process begins. */
    void begins() {
        released = 0;
        committed();
    }

    /** Reads what is new on the disk. */
    void committed() {
        if (suspended) {
            return;
        }
        try (Snapshot snapshot = disk.store().snapshot()) {
            Sql sql = snapshot.sql();
            hasTables = hasTables || sql.number("SELECT count(*) FROM sqlite_master WHERE name = 'exchange_alarm'") > 0;
            if (hasTables) {
                readLog(sql);
                readHeld(sql);
                readReceipts(sql);
            }
        }
    }

    private void readLog(Sql sql) {
        record Row(String origin, TreeHead head) {}
        Optional<Row> row = sql.first(
                "SELECT origin, size, root FROM ledger_head WHERE id = 1",
                r -> new Row(r.text(0), new TreeHead(r.number(1), r.hash(2))));
        if (row.isEmpty()) {
            return;
        }
        if (!row.get().origin().equals(origin)) {
            origin = row.get().origin();
            tree = new OwnTree();
            next.clear();
            guarded = 0;
        }
        List<Leaf> leaves = sql.list(
                "SELECT idx, entry, coalesce(recipient, ''), lane, seq, ms FROM ledger_leaf WHERE idx >= ? ORDER BY idx",
                r -> new Leaf(r.number(0), r.hash(1), new Stream(r.text(2), r.number(3)), r.number(4), r.number(5)),
                tree.size());
        leaves.forEach(this::append);
        TreeHead head = row.get().head();
        if (head.size() != tree.size() || !head.root().equals(tree.root())) {
            broken(who + " committed the head " + head + ", its entries lead to root " + tree.root() + " at size "
                    + tree.size());
        }
        durable.computeIfAbsent(origin, log -> new HashMap<>()).put(tree.size(), tree.root());
    }

    private void append(Leaf leaf) {
        if (leaf.index() != tree.size()) {
            broken(who + " committed leaf " + leaf.index() + " where leaf " + tree.size() + " was due");
        }
        tree.append(leaf.entry());
        if (leaf.ms() < lastMs) {
            broken(who + " logged leaf " + leaf.index() + " at " + leaf.ms() + " ms, after one at " + lastMs + " ms");
        }
        lastMs = leaf.ms();
        long due = leaf.stream().lane() == OWN_LANE ? 0 : next.getOrDefault(leaf.stream(), 1L);
        if (leaf.sequence() != due) {
            broken(who + " gave the number " + leaf.sequence() + " in " + leaf.stream() + ", due was " + due);
        }
        next.put(leaf.stream(), due + 1);
    }

    private void readHeld(Sql sql) {
        record Row(String name, TreeHead head) {}
        for (Row row : sql.list(
                "SELECT origin || ' ' || strand, size, root FROM exchange_head ORDER BY origin, strand",
                r -> new Row(r.text(0), new TreeHead(r.number(1), r.hash(2))))) {
            TreeHead before = held.put(row.name(), row.head());
            everHeld.computeIfAbsent(row.name(), name -> new LinkedHashSet<>()).add(row.head());
            if (before != null
                    && (before.size() > row.head().size()
                            || (before.size() == row.head().size() && !before.equals(row.head())))) {
                broken(who + " held " + before + " of " + row.name() + " and now holds " + row.head());
            }
        }
    }

    private void readReceipts(Sql sql) {
        long now = sql.number("SELECT count(*) FROM exchange_outbox WHERE receipt IS NOT NULL AND peer LIKE 'X%'")
                + sql.number("SELECT coalesce(sum(next), 0) FROM exchange_public_cursor WHERE peer LIKE 'X%'");
        if (now < receipted) {
            broken(who + " forgot receipts: it had " + receipted + " and has " + now);
        }
        receipted = now;
    }

    /** Whether a head was committed and is so on the disk; asks the disk again first, since a commit in doubt may have happened. */
    void requireDurable(String log, TreeHead head, String verb) {
        if (isDurable(log, head)) {
            return;
        }
        try {
            committed();
        } catch (IllegalStateException e) {
            broken(who + " " + verb + " the head " + head + " while its commit is still open");
            return;
        }
        if (!isDurable(log, head)) {
            broken(who + " " + verb + " the head " + head + " of " + log + ", which was never committed");
        }
    }

    private boolean isDurable(String log, TreeHead head) {
        Map<Long, Hash> known = durable.getOrDefault(log, Map.of());
        return head.size() == 0 || Optional.ofNullable(known.get(head.size())).equals(Optional.of(head.root()));
    }

    void guarded(TreeHead head) {
        requireDurable(origin, head, "guards");
        if (head.size() < guarded) {
            broken(who + " moves its guard back from size " + guarded + " to " + head.size());
        }
        guarded = head.size();
    }

    /** A head of this node leaves it, or covers what its callers are told. */
    void shows(String log, TreeHead head, String where) {
        requireDurable(log, head, "shows " + where);
        if (head.size() == 0) {
            return;
        }
        if (!signed.root(log, head.size()).equals(Optional.of(head.root()))) {
            broken(who + " shows " + where + " the head " + head + ", which it did not sign");
        }
        long remembered = disk.guard().map(TreeHead::size).orElse(0L);
        if (remembered < head.size() && log.equals(origin)) {
            broken(who + " shows " + where + " the head " + head + ", its guard remembers size " + remembered);
        }
    }

    /** What the ledger says is released may only grow while it runs. */
    void released(Ledger ledger) {
        Optional<SignedCheckpoint> newest = ledger.released();
        if (newest.isPresent()) {
            TreeHead head = newest.get().checkpoint().head();
            if (head.size() < released) {
                broken(who + " released size " + released + " and then " + head.size());
            }
            released = head.size();
            shows(newest.get().checkpoint().origin(), head, "as released");
        }
    }

    /** A caller is told that its record stands at this index: that must be durable, guarded and signed by now. */
    void promised(Ledger ledger, long index, Hash entry) {
        released(ledger);
        if (released <= index) {
            broken(who + " promised the record at index " + index + ", its newest signed head has size " + released);
        }
        if (!entry(index).equals(Optional.of(entry))) {
            broken(who + " promised entry " + entry + " at index " + index + ", the disk has " + entry(index));
        }
    }

    /** Every head that was ever held of a log, whatever road it came on. */
    public List<TreeHead> everHeld(String log) {
        return strands(log).stream().flatMap(List::stream).toList();
    }

    /** The same, road by road. */
    public List<List<TreeHead>> strands(String log) {
        return everHeld.entrySet().stream()
                .filter(strand -> strand.getKey().startsWith(log + " "))
                .map(strand -> List.copyOf(strand.getValue()))
                .toList();
    }

    /** The entry of a leaf on the disk. */
    Optional<Hash> entry(long index) {
        try (Snapshot snapshot = disk.store().snapshot()) {
            return snapshot.sql().first("SELECT entry FROM ledger_leaf WHERE idx = ?", r -> r.hash(0), index);
        }
    }

    /** The content of a leaf was erased, durably, now. */
    public void erased(long index, Instant when) {
        erased.put(index, when);
    }

    /** When the content of a leaf was erased, if it was. */
    Optional<Instant> erasedAt(long index) {
        return Optional.ofNullable(erased.get(index));
    }
}
