package org.comity.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.record.Act;
import org.comity.node.record.Leaf;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.tlog.BatchProof;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifiedCheckpoint;

/**
 * Checks every receipt that a node holds, as a stranger would: from the stored bytes, with the peer's card, and then against what really
 * stands in both logs.
 *
 * <p>It reads the answers with a reader of its own, so that it does not share a mistake with the node.
 */
public final class ReceiptAudit {

    /** A message and the answer that is said to prove its receipt. */
    private record Claim(MemberId peer, long lane, long sequence, long index, long answer) {}

    /** What a receipt says of a message. */
    private record Said(String origin, long lane, long sequence, long index, Hash entry, TreeHead head) {}

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
        List<Claim> claims;
        Map<Long, List<Said>> proven = new TreeMap<>();
        try (Snapshot snapshot = node.disk().snapshot()) {
            Sql sql = snapshot.sql();
            claims = sql.list(
                    "SELECT peer, lane, seq, idx, receipt FROM exchange_outbox WHERE receipt IS NOT NULL ORDER BY peer, lane, seq",
                    row -> new Claim(
                            new MemberId(row.text(0)), row.number(1), row.number(2), row.number(3), row.number(4)));
            record Stored(long id, MemberId peer, byte[] answer) {}
            sql.list(
                            "SELECT id, peer, answer FROM exchange_receipt ORDER BY id",
                            row -> new Stored(row.number(0), new MemberId(row.text(1)), row.bytes(2)))
                    .forEach(stored -> proven.put(stored.id(), verify(world.node(stored.peer()), stored.answer())));
        }
        for (Claim claim : claims) {
            Said said = proven.getOrDefault(claim.answer(), List.of()).stream()
                    .filter(each -> each.lane() == claim.lane() && each.sequence() == claim.sequence())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(node.member() + " holds no receipt for " + claim));
            requireOwn(node, claim, said);
        }
        return claims.size();
    }

    /** The peer's signatures, the place of each receipt in its tree, and that this tree is the one the peer really has. */
    private List<Said> verify(SimNode peer, byte[] answer) {
        CborReader in = new CborReader(answer, CborLimits.PARCEL);
        List<Said> said = new ArrayList<>();
        SortedMap<Long, byte[]> entries = new TreeMap<>();
        byte[] note = new byte[0];
        byte[] nodes = new byte[0];
        for (int keys = in.map(); keys > 0; keys--) {
            switch ((int) in.key()) {
                case 4 -> note = in.bytes();
                case 7 -> nodes = in.bytes();
                case 8 -> readReceipts(in, peer, said, entries);
                default -> in.skip();
            }
        }
        in.end();
        VerifiedCheckpoint checkpoint = peer.identity().card().node().policy().verify(SignedCheckpoint.parse(note));
        checkpoint.includesAll(entries, proof(nodes));
        TreeHead real = new Tree(peer.ledger().tiles(), checkpoint.head().size()).head();
        if (!real.equals(checkpoint.head())) {
            throw new AssertionError(peer.member() + " signed " + checkpoint.head() + ", its log has " + real);
        }
        return said;
    }

    private static void readReceipts(CborReader in, SimNode peer, List<Said> said, SortedMap<Long, byte[]> entries) {
        for (int items = in.array(); items > 0; items--) {
            in.array();
            in.uint();
            in.uint();
            long index = in.uint();
            in.array();
            in.uint();
            byte[] salt = in.bytes();
            byte[] record = in.bytes();
            entries.put(index, Leaf.entry(salt, record).bytes());
            Act act = Act.parse(record);
            if (!act.sender().equals(peer.member()) || !act.kind().text().equals("exchange.received")) {
                throw new AssertionError(
                        "a receipt of " + peer.member() + " is a " + act.kind() + " of " + act.sender());
            }
            said.add(readBody(new CborReader(act.body())));
        }
    }

    private static Said readBody(CborReader in) {
        in.array();
        return new Said(
                in.text(),
                in.uint(),
                in.uint(),
                in.uint(),
                Hash.of(in.bytes()),
                new TreeHead(in.uint(), Hash.of(in.bytes())));
    }

    private static BatchProof proof(byte[] nodes) {
        List<Hash> hashes = new ArrayList<>();
        for (int at = 0; at < nodes.length; at += Hash.BYTES) {
            hashes.add(Hash.of(Arrays.copyOfRange(nodes, at, at + Hash.BYTES)));
        }
        return BatchProof.of(hashes);
    }

    /** The receipt names the message that really stands in the sender's log, under a head that the sender really had. */
    private static void requireOwn(SimNode node, Claim claim, Said said) {
        Hash entry;
        try (Snapshot snapshot = node.disk().snapshot()) {
            entry = node.ledger().acts().entry(snapshot.sql(), claim.index()).orElseThrow();
        }
        TreeHead real = new Tree(node.ledger().tiles(), said.head().size()).head();
        if (!said.origin().equals(node.ledger().identity().origin())
                || said.index() != claim.index()
                || !said.entry().equals(entry)
                || !said.head().equals(real)
                || said.head().size() <= said.index()) {
            throw new AssertionError(
                    "the receipt " + said + " does not prove " + claim + " with entry " + entry + " under " + real);
        }
    }
}
