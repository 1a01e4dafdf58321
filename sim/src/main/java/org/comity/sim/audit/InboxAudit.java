package org.comity.sim.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborReader;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.sim.SimNode;
import org.comity.sim.SimWorld;
import org.comity.sim.wire.WireItem;
import org.comity.sim.wire.WireReceipt;
import org.comity.sim.wire.WireRecord;
import org.comity.tlog.BatchProof;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * Checks every message that a node took, as a stranger would: it lies proven in the log of its sender, under signatures that hold; it is
 * meant for this node; its numbers have no gap; and this node's own log holds exactly one receipt for it that says what it says.
 */
public final class InboxAudit {

    private record Row(
            MemberId peer,
            long lane,
            long sequence,
            long index,
            Hash entry,
            long parcel,
            long received,
            String disposition,
            String caseId,
            Optional<byte[]> sealed) {}

    /** A parcel's proof as it was kept. */
    private record Proven(String origin, Map<Long, Hash> entries) {}

    private final SimWorld world;

    public InboxAudit(SimWorld world) {
        this.world = world;
    }

    /**
     * Checks the inboxes of all nodes, which must be up and at rest.
     *
     * @return how many messages were checked
     * @throws AssertionError naming the first that should not be there
     */
    public long check() {
        return world.nodes().stream().mapToLong(this::check).sum();
    }

    private long check(SimNode node) {
        SealedRows vault = new SealedRows(node.identity());
        try (Snapshot snapshot = node.disk().snapshot()) {
            Sql sql = snapshot.sql();
            Map<Long, Proven> parcels = parcels(sql);
            Map<String, Long> next = new HashMap<>();
            Map<Long, Row> receipts = new HashMap<>();
            List<Row> rows = rows(sql);
            for (Row row : rows) {
                long due = next.merge(row.peer() + "/" + row.lane(), 1L, Long::sum);
                require(row.sequence() == due, node, row, "sequence " + due + " is missing");
                require(receipts.put(row.received(), row) == null, node, row, "two messages share a receipt");
                Proven parcel = parcels.get(row.parcel());
                require(
                        parcel != null
                                && Optional.ofNullable(parcel.entries().get(row.index()))
                                        .equals(Optional.of(row.entry())),
                        node,
                        row,
                        "its parcel proves " + parcel);
                require(!world.isForbidden(row.entry()), node, row, "it had to be refused");
                row.sealed()
                        .flatMap(bytes -> vault.open(sql, row.caseId(), bytes))
                        .ifPresent(opened -> requireMeant(node, row, opened));
            }
            requireReceipts(node, sql, vault, receipts);
            return rows.size();
        }
    }

    private static void require(boolean holds, SimNode node, Row row, String what) {
        if (!holds) {
            throw new AssertionError(node.member() + " took " + row + ": " + what);
        }
    }

    private static List<Row> rows(Sql sql) {
        return sql.list(
                "SELECT peer, lane, seq, idx, entry, parcel, received, disposition, case_id, sealed FROM exchange_inbox"
                        + " ORDER BY peer, lane, seq",
                row -> new Row(
                        new MemberId(row.text(0)),
                        row.number(1),
                        row.number(2),
                        row.number(3),
                        row.hash(4),
                        row.number(5),
                        row.number(6),
                        row.text(7),
                        row.text(8),
                        row.optionalBytes(9)));
    }

    private Map<Long, Proven> parcels(Sql sql) {
        record Stored(long id, MemberId peer, byte[] checkpoint, byte[] nodes, byte[] covers) {}
        Map<Long, Proven> proven = new TreeMap<>();
        sql.list(
                        "SELECT id, peer, checkpoint, nodes, covers FROM exchange_parcel ORDER BY id",
                        row -> new Stored(
                                row.number(0), new MemberId(row.text(1)), row.bytes(2), row.bytes(3), row.bytes(4)))
                .forEach(stored -> proven.put(
                        stored.id(), verify(stored.peer(), stored.checkpoint(), stored.nodes(), stored.covers())));
        return proven;
    }

    private Proven verify(MemberId peer, byte[] checkpoint, byte[] nodes, byte[] covers) {
        CborReader in = new CborReader(covers);
        SortedMap<Long, byte[]> entries = new TreeMap<>();
        Map<Long, Hash> hashes = new HashMap<>();
        for (int left = in.array(); left > 0; left--) {
            in.array();
            long index = in.uint();
            byte[] entry = in.bytes();
            entries.put(index, entry);
            hashes.put(index, Hash.of(entry));
        }
        try {
            VerifiedCheckpoint verified =
                    world.identity(peer).card().node().policy().verify(SignedCheckpoint.parse(checkpoint));
            verified.includesAll(entries, batch(new CborReader(nodes).bytes()));
            return new Proven(verified.origin(), hashes);
        } catch (LogException e) {
            throw new AssertionError("a parcel of " + peer + " was kept whose proof fails: " + e.getMessage(), e);
        }
    }

    static BatchProof batch(byte[] nodes) {
        List<Hash> hashes = new ArrayList<>();
        for (int at = 0; at < nodes.length; at += Hash.BYTES) {
            hashes.add(Hash.of(Arrays.copyOfRange(nodes, at, at + Hash.BYTES)));
        }
        return BatchProof.of(hashes);
    }

    private void requireMeant(SimNode node, Row row, SealedRows.Opened opened) {
        require(
                WireItem.entry(opened.salt(), opened.record()).equals(row.entry()),
                node,
                row,
                "its content does not open its entry");
        if (row.disposition().equals("malformed")) {
            return;
        }
        WireRecord record = WireRecord.decode(opened.record());
        boolean meant = record.realm().equals("world")
                && record.sender().equals(row.peer().code())
                && record.origin().equals(world.identity(row.peer()).keys().origin())
                && record.recipient()
                        .equals(Optional.of(
                                row.lane() == 2 ? "*" : node.member().code()))
                && record.lane() == row.lane()
                && record.sequence() == row.sequence();
        require(meant, node, row, "its record says " + record);
    }

    /** Every receipt in the own log is one of these, and says of its message what the inbox says. */
    private void requireReceipts(SimNode node, Sql sql, SealedRows vault, Map<Long, Row> receipts) {
        record Leaf(long index, String caseId, byte[] sealed) {}
        Map<Long, Row> left = new HashMap<>(receipts);
        for (Leaf leaf : sql.list(
                "SELECT idx, case_id, sealed FROM ledger_leaf WHERE kind = 'exchange.received' ORDER BY idx",
                row -> new Leaf(row.number(0), row.text(1), row.bytes(2)))) {
            Row row = left.remove(leaf.index());
            if (row == null) {
                throw new AssertionError(node.member() + " logged a receipt at " + leaf.index() + " for no message");
            }
            WireReceipt said = WireReceipt.decode(WireRecord.decode(vault.open(sql, leaf.caseId(), leaf.sealed())
                            .orElseThrow()
                            .record())
                    .body());
            boolean same =
                    said.origin().equals(world.identity(row.peer()).keys().origin())
                            && said.lane() == row.lane()
                            && said.sequence() == row.sequence()
                            && said.index() == row.index()
                            && said.entry().equals(row.entry())
                            && said.disposition().equals(row.disposition())
                            && said.size() > said.index();
            require(same, node, row, "its receipt says " + said);
        }
        if (!left.isEmpty()) {
            throw new AssertionError(node.member() + " has messages without a receipt in its log: " + left.values());
        }
    }
}
