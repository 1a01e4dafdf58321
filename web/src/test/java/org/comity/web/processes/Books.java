package org.comity.web.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comity.node.ledger.FileGuard;
import org.comity.node.record.Lane;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.store.SqliteStore;
import org.comity.node.store.Store;
import org.comity.tlog.Frontier;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.comity.web.processes.Journal.Acknowledged;

/**
 * What one node's database says after the process ended, read without the node's own code for its log: the tree is built again from the
 * bare entries.
 *
 * @param sent entries of what it sent, by lane and number
 * @param counted numbers that its receiver took, in the order of their coming
 * @param stored entries of what it stored of its peer, by lane and sequence
 * @param roots the root at every size from 0
 * @param receipts leaves that are receipts
 * @param shown heads that its peer showed it
 */
record Books(
        Map<Acknowledged, Hash> sent,
        List<Acknowledged> counted,
        Map<Acknowledged, Hash> stored,
        List<Hash> roots,
        long receipts,
        List<TreeHead> shown) {

    static Books of(Child child) throws IOException {
        try (Store store = SqliteStore.open(child.folder().path());
                Snapshot snapshot = store.snapshot()) {
            Sql sql = snapshot.sql();
            List<Hash> roots = roots(sql);
            TreeHead head = new TreeHead(roots.size() - 1, roots.getLast());
            assertThat(sql.list("SELECT size, root FROM ledger_head", row -> new TreeHead(row.number(0), row.hash(1))))
                    .containsExactly(head);
            try (FileGuard guard = FileGuard.open(child.folder().path().resolve("guard"))) {
                assertThat(guard.newest()).contains(head);
            }
            assertThat(sql.number("SELECT count(*) FROM exchange_outbox WHERE receipt IS NULL"))
                    .as("messages that wait for a receipt")
                    .isZero();
            assertThat(sql.list("SELECT DISTINCT disposition FROM exchange_outbox", row -> row.text(0)))
                    .containsExactly("accepted");
            assertThat(sql.list("SELECT DISTINCT disposition FROM exchange_inbox", row -> row.text(0)))
                    .containsExactly("accepted");
            assertThat(sql.list("SELECT why FROM exchange_alarm", row -> row.text(0)))
                    .as("alarms")
                    .isEmpty();
            assertThat(sql.number("SELECT count(*) FROM exchange_outbox"))
                    .isEqualTo(sql.number("SELECT count(*) FROM test_sent"));
            return new Books(
                    entries(
                            sql,
                            "SELECT s.lane, s.number, l.entry FROM test_sent s JOIN ledger_leaf l ON l.idx = s.idx"
                                    + " WHERE l.kind = '" + CountingNode.KIND
                                    + "' AND l.lane = s.lane AND l.seq = s.number"),
                    sql.list(
                            "SELECT lane, number FROM test_counted ORDER BY place",
                            row -> new Acknowledged(Lane.of(row.number(0)), row.number(1))),
                    entries(sql, "SELECT lane, seq, entry FROM exchange_inbox"),
                    roots,
                    sql.number("SELECT count(*) FROM ledger_leaf WHERE kind = 'exchange.received'"),
                    shown(sql));
        }
    }

    private static List<Hash> roots(Sql sql) {
        List<Hash> roots = new ArrayList<>(List.of(Hash.EMPTY_ROOT));
        Frontier frontier = Frontier.EMPTY;
        for (Hash leaf : sql.list("SELECT entry FROM ledger_leaf ORDER BY idx", row -> Hash.leaf(row.bytes(0)))) {
            frontier = frontier.append(leaf);
            roots.add(frontier.root());
        }
        return roots;
    }

    private static Map<Acknowledged, Hash> entries(Sql sql, String query) {
        Map<Acknowledged, Hash> entries = new LinkedHashMap<>();
        sql.list(query, row -> entries.put(new Acknowledged(Lane.of(row.number(0)), row.number(1)), row.hash(2)));
        return entries;
    }

    private static List<TreeHead> shown(Sql sql) {
        return sql.list(
                "SELECT checkpoint FROM exchange_parcel UNION ALL SELECT note FROM exchange_head",
                row -> SignedCheckpoint.parse(row.bytes(0)).checkpoint().head());
    }

    /** What was sent and has not come, or not as the same entry. */
    long lostAt(Books peer) {
        return sent.entrySet().stream()
                .filter(one -> !one.getValue().equals(peer.stored.get(one.getKey()))
                        || !peer.numbers().contains(one.getKey()))
                .count();
    }

    /** How often a number came that had come before. */
    long twice() {
        return counted.size() - (long) numbers().size();
    }

    private Set<Acknowledged> numbers() {
        return new LinkedHashSet<>(counted);
    }

    /** All that one node sent is at the other, once and in order, and is receipted there once. */
    void requireAllAt(Books peer) {
        Set<Acknowledged> come = peer.numbers();
        assertThat(sent.keySet()).containsExactlyInAnyOrderElementsOf(come);
        assertThat(peer.counted).hasSize(sent.size());
        assertThat(peer.stored).isEqualTo(sent);
        assertThat(peer.receipts).isEqualTo(sent.size());
        for (Lane lane : List.of(Lane.URGENT, Lane.ORDINARY)) {
            List<Long> order = peer.counted.stream()
                    .filter(one -> one.lane() == lane)
                    .map(Acknowledged::number)
                    .toList();
            for (int i = 0; i < order.size(); i++) {
                assertThat(order.get(i)).as("place %d of lane %s", i, lane).isEqualTo(i + 1);
            }
        }
    }

    /** Heads that left the node in any of its lives, and heads that its peer holds, are all of the one history that stands now. */
    void requireOneHistory(List<TreeHead> heads) {
        assertThat(heads).isNotEmpty();
        for (TreeHead head : heads) {
            assertThat(head.size()).isLessThan(roots.size());
            assertThat(head.root()).as("root at size %d", head.size()).isEqualTo(roots.get((int) head.size()));
        }
    }
}
