package org.comity.sim.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.sim.SimNode;
import org.comity.sim.SimWorld;
import org.comity.sim.wire.OwnTree;
import org.comity.sim.wire.WireItem;
import org.comity.sim.wire.WireRecord;
import org.comity.tlog.Hash;

/**
 * Reads a node's log back: its tree from the entries, every signed head against that tree, every record against its entry and its row,
 * and the outbox against the leaves it names.
 */
public final class LogAudit {

    private record Leaf(
            long index,
            Hash entry,
            String kind,
            long lane,
            Optional<String> recipient,
            long sequence,
            long ms,
            String caseId,
            Optional<byte[]> sealed) {}

    private record Queued(long index, Optional<String> recipient, long lane, long sequence) {}

    private static final long OWN_LANE = 3;

    private final SimWorld world;

    public LogAudit(SimWorld world) {
        this.world = world;
    }

    /**
     * Checks the logs of all nodes, which must be up and at rest.
     *
     * @return how many leaves were read
     * @throws AssertionError naming the first that does not fit
     */
    public long check() {
        return world.nodes().stream().mapToLong(this::check).sum();
    }

    private long check(SimNode node) {
        String origin = node.ledger().identity().origin();
        SealedRows rows = new SealedRows(node.identity());
        try (Snapshot snapshot = node.disk().snapshot()) {
            Sql sql = snapshot.sql();
            List<Leaf> leaves = leaves(sql);
            Set<Hash> salts = new HashSet<>();
            OwnTree tree = new OwnTree();
            for (Leaf leaf : leaves) {
                requireOpens(node, origin, leaf, sql, rows, salts);
                tree.append(leaf.entry());
                requireSignedRoot(node, origin, tree);
            }
            requireSignedNothingBeyond(node, origin, leaves.size());
            requireQueued(node, sql, leaves);
            return leaves.size();
        }
    }

    private static List<Leaf> leaves(Sql sql) {
        return sql.list(
                "SELECT idx, entry, kind, lane, recipient, seq, ms, case_id, sealed FROM ledger_leaf ORDER BY idx",
                row -> new Leaf(
                        row.number(0),
                        row.hash(1),
                        row.text(2),
                        row.number(3),
                        row.optionalText(4),
                        row.number(5),
                        row.number(6),
                        row.text(7),
                        row.optionalBytes(8)));
    }

    private static void requireOpens(
            SimNode node, String origin, Leaf leaf, Sql sql, SealedRows rows, Set<Hash> salts) {
        Optional<SealedRows.Opened> opened = leaf.sealed().flatMap(kept -> rows.open(sql, leaf.caseId(), kept));
        if (opened.isEmpty()) {
            return;
        }
        if (!salts.add(Hash.of(opened.get().salt()))) {
            throw new AssertionError("leaf " + leaf.index() + " of " + node.member() + " has the salt of another leaf");
        }
        byte[] bytes = opened.get().record();
        WireRecord record = WireRecord.decode(bytes);
        boolean fits = WireItem.entry(opened.get().salt(), bytes).equals(leaf.entry())
                && record.origin().equals(origin)
                && record.sender().equals(node.member().code())
                && record.kind().equals(leaf.kind())
                && record.lane() == leaf.lane()
                && record.recipient().equals(leaf.recipient())
                && record.sequence() == leaf.sequence()
                && record.ms() == leaf.ms();
        if (!fits) {
            throw new AssertionError(
                    "leaf " + leaf.index() + " of " + node.member() + " says " + record + ", its row says " + leaf);
        }
    }

    private void requireSignedRoot(SimNode node, String origin, OwnTree tree) {
        Optional<Hash> signed = world.signedHeads().root(origin, tree.size());
        if (signed.isPresent() && !signed.get().equals(tree.root())) {
            throw new AssertionError(node.member() + " signed root " + signed.get() + " for size " + tree.size()
                    + ", its entries lead to " + tree.root());
        }
    }

    private void requireSignedNothingBeyond(SimNode node, String origin, long size) {
        long largest = world.signedHeads().largest(origin);
        if (largest > size) {
            throw new AssertionError(node.member() + " signed size " + largest + ", its log ends at " + size);
        }
    }

    /** No message without its leaf, and no leaf of a message that is never offered. */
    private static void requireQueued(SimNode node, Sql sql, List<Leaf> leaves) {
        List<Queued> queued = new ArrayList<>(sql.list(
                "SELECT idx, peer, lane, seq FROM exchange_outbox",
                row -> new Queued(row.number(0), Optional.of(row.text(1)), row.number(2), row.number(3))));
        queued.addAll(sql.list(
                "SELECT idx, seq FROM exchange_public",
                row -> new Queued(row.number(0), Optional.of("*"), 2, row.number(1))));
        Map<Long, Queued> byIndex = new HashMap<>();
        queued.forEach(row -> byIndex.put(row.index(), row));
        for (Leaf leaf : leaves) {
            Queued row = byIndex.remove(leaf.index());
            if (leaf.lane() == OWN_LANE
                    ? row != null
                    : !new Queued(leaf.index(), leaf.recipient(), leaf.lane(), leaf.sequence()).equals(row)) {
                throw new AssertionError(
                        "leaf " + leaf.index() + " of " + node.member() + " is " + leaf + ", the outbox has " + row);
            }
        }
        if (!byIndex.isEmpty()) {
            throw new AssertionError(node.member() + " offers messages that are no leaves: " + byIndex.values());
        }
    }
}
