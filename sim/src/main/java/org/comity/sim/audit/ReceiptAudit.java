package org.comity.sim.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.sim.SimNode;
import org.comity.sim.SimWorld;
import org.comity.sim.wire.WireAnswer;
import org.comity.sim.wire.WireHead;
import org.comity.sim.wire.WireItem;
import org.comity.sim.wire.WireReceipt;
import org.comity.sim.wire.WireRecord;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * Checks every receipt that a node holds, as a stranger would: from the stored bytes, with the peer's card, and then against what really
 * stands in both logs.
 *
 * <p>It reads the answers with a reader of its own, so that it does not share a mistake with the node. Receipts of puppets are proven in
 * the same way; what a puppet's log really holds is nobody's promise.
 */
public final class ReceiptAudit {

    /** A message and the answer that is said to prove its receipt. */
    private record Claim(
            MemberId peer, long lane, long sequence, long index, long answer, Optional<String> disposition) {}

    private final SimWorld world;

    public ReceiptAudit(SimWorld world) {
        this.world = world;
    }

    /**
     * Checks the receipts of all nodes, which must be up and at rest.
     *
     * @return how many messages have a proven receipt
     * @throws AssertionError when one does not prove what it should
     */
    public long check() {
        return world.nodes().stream().mapToLong(this::check).sum();
    }

    private long check(SimNode node) {
        record Stored(long id, MemberId peer, byte[] answer) {}
        try (Snapshot snapshot = node.disk().snapshot()) {
            Sql sql = snapshot.sql();
            Map<Long, List<WireReceipt>> proven = new TreeMap<>();
            for (Stored stored : sql.list(
                    "SELECT id, peer, answer FROM exchange_receipt ORDER BY id",
                    row -> new Stored(row.number(0), new MemberId(row.text(1)), row.bytes(2)))) {
                proven.put(stored.id(), verify(node, sql, stored.peer(), WireAnswer.decode(stored.answer())));
            }
            List<Claim> claims = sql.list(
                    "SELECT peer, lane, seq, idx, receipt, disposition FROM exchange_outbox WHERE receipt IS NOT NULL"
                            + " ORDER BY peer, lane, seq",
                    row -> new Claim(
                            new MemberId(row.text(0)),
                            row.number(1),
                            row.number(2),
                            row.number(3),
                            row.number(4),
                            row.optionalText(5)));
            claims.forEach(claim -> requireProven(node, sql, claim, proven.getOrDefault(claim.answer(), List.of())));
            requireStatements(node, sql, proven);
            return claims.size();
        }
    }

    /** The peer's signatures, the place of each receipt in its tree, that this tree is the one the peer has, and that it is held. */
    private List<WireReceipt> verify(SimNode node, Sql sql, MemberId peer, WireAnswer answer) {
        List<WireReceipt> said = new ArrayList<>();
        SortedMap<Long, byte[]> entries = new TreeMap<>();
        for (WireItem item : answer.receipts()) {
            WireRecord record = WireRecord.decode(item.record());
            if (!record.sender().equals(peer.code())
                    || !record.kind().equals("exchange.received")
                    || !record.recipient().equals(Optional.of(node.member().code()))) {
                throw new AssertionError(node.member() + " keeps as a receipt of " + peer + " the record " + record);
            }
            entries.put(item.index(), item.entry().bytes());
            said.add(WireReceipt.decode(record.body()));
        }
        try {
            VerifiedCheckpoint checkpoint =
                    world.identity(peer).card().node().policy().verify(SignedCheckpoint.parse(answer.checkpoint()));
            checkpoint.includesAll(entries, InboxAudit.batch(answer.nodes()));
        } catch (LogException e) {
            throw new AssertionError(
                    node.member() + " keeps an answer of " + peer + " that proves nothing: " + e.getMessage(), e);
        }
        WireHead head = WireHead.of(answer.checkpoint());
        long held = sql.number(
                "SELECT coalesce(max(size), 0) FROM exchange_head WHERE origin = ? AND strand = 'ANSWERS'",
                head.origin());
        if (held < head.size()) {
            throw new AssertionError(node.member() + " keeps an answer of " + peer + " under size " + head.size()
                    + " and holds size " + held);
        }
        world.honest(peer).ifPresent(honest -> requireReal(honest, head));
        return said;
    }

    private void requireReal(SimNode peer, WireHead head) {
        if (!world.signedHeads().root(head.origin(), head.size()).equals(Optional.of(head.root()))) {
            throw new AssertionError(peer.member() + " never signed " + head);
        }
    }

    /** The receipt names the message that really stands in the sender's log, under a head that the sender really had. */
    private void requireProven(SimNode node, Sql sql, Claim claim, List<WireReceipt> proven) {
        WireReceipt said = proven.stream()
                .filter(each -> each.lane() == claim.lane() && each.sequence() == claim.sequence())
                .findFirst()
                .orElseThrow(() -> new AssertionError(node.member() + " holds no receipt for " + claim));
        Optional<Hash> entry =
                sql.first("SELECT entry FROM ledger_leaf WHERE idx = ?", row -> row.hash(0), claim.index());
        String origin = node.ledger().identity().origin();
        boolean own = said.origin().equals(origin)
                && said.index() == claim.index()
                && Optional.of(said.entry()).equals(entry)
                && said.size() > said.index()
                && Optional.of(said.disposition()).equals(claim.disposition());
        boolean real = world.isPuppet(claim.peer())
                || world.signedHeads().root(origin, said.size()).equals(Optional.of(said.root()));
        if (!own || !real) {
            throw new AssertionError(
                    node.member() + ": the receipt " + said + " does not prove " + claim + " with entry " + entry);
        }
    }

    /** Every statement before the cursor of a peer has a receipt of that peer. */
    private void requireStatements(SimNode node, Sql sql, Map<Long, List<WireReceipt>> proven) {
        record Cursor(String peer, long next) {}
        Map<String, List<Long>> receipted = new TreeMap<>();
        record Stored(long id, String peer) {}
        sql.list("SELECT id, peer FROM exchange_receipt", row -> new Stored(row.number(0), row.text(1)))
                .forEach(stored -> proven.getOrDefault(stored.id(), List.of()).stream()
                        .filter(said -> said.lane() == 2)
                        .forEach(said -> receipted
                                .computeIfAbsent(stored.peer(), peer -> new ArrayList<>())
                                .add(said.sequence())));
        for (Cursor cursor : sql.list(
                "SELECT peer, next FROM exchange_public_cursor", row -> new Cursor(row.text(0), row.number(1)))) {
            for (long sequence = 1; sequence < cursor.next(); sequence++) {
                if (!receipted.getOrDefault(cursor.peer(), List.of()).contains(sequence)) {
                    throw new AssertionError(node.member() + " counts statement " + sequence + " as received by "
                            + cursor.peer() + " and has no receipt for it");
                }
            }
        }
    }
}
