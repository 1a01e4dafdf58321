package org.comity.web.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.comity.node.driver.NodeFolder;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.store.StoreException;
import org.comity.tlog.Hash;
import org.comity.tlog.Tree;
import org.comity.tlog.TreeHead;

/**
 * The folder of a node that exchanged messages with another and ended in order, with all its files, so that it can be damaged and put
 * back. It knows what was right.
 */
final class StoppedNode {

    static final String DATABASE = "comity.db";
    static final String GUARD = "guard";
    static final String KEYS = "node.keys";

    private static final long MESSAGES = 300;
    private static final int WIDTH = 64;
    private static final int PATIENCE_SECONDS = 120;
    private static final MemberId PEER = new MemberId("XB");

    /**
     * What a node that started could still read of what was right.
     *
     * @param acts own acts and messages of the peer that opened their entry
     * @param unreadable those that were refused with a reason
     */
    record Reading(long acts, long unreadable) {}

    private final NodeFolder folder;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Hash> entries;
    private final Map<Long, Hash> received = new LinkedHashMap<>();
    private final TreeHead head;

    private StoppedNode(NodeFolder folder) throws IOException {
        this.folder = folder;
        for (String file : List.of(DATABASE, GUARD, KEYS, NodeFolder.CARD)) {
            files.put(file, Files.readAllBytes(folder.path().resolve(file)));
        }
        try (CountingNode node = new CountingNode(folder);
                Snapshot snapshot = node.node().world().store().snapshot()) {
            Sql sql = snapshot.sql();
            entries = sql.list("SELECT entry FROM ledger_leaf ORDER BY idx", row -> row.hash(0));
            sql.list("SELECT received, entry FROM exchange_inbox", row -> received.put(row.number(0), row.hash(1)));
            head = node.node().ledger().committed();
        }
        restore();
    }

    /** Lets two nodes exchange some hundred messages each way, and keeps one of them. */
    static StoppedNode after(Path temporary) throws Exception {
        NodeFolder xa = CountingNode.create(temporary.resolve("xa"), new MemberId("XA"), Ports.free());
        NodeFolder xb = CountingNode.create(temporary.resolve("xb"), PEER, Ports.free());
        try (CountingNode a = new CountingNode(xa);
                CountingNode b = new CountingNode(xb);
                NumberSender ab = new NumberSender(a.node(), PEER, temporary.resolve("ab"), MESSAGES);
                NumberSender ba = new NumberSender(b.node(), new MemberId("XA"), temporary.resolve("ba"), MESSAGES)) {
            a.start();
            b.start();
            a.admit(xb.card());
            b.admit(xa.card());
            a.serve(xa);
            b.serve(xb);
            ab.begin(WIDTH);
            ba.begin(WIDTH);
            ab.finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            ba.finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return new StoppedNode(xa);
    }

    NodeFolder folder() {
        return folder;
    }

    Path file(String name) {
        return folder.path().resolve(name);
    }

    /** A copy of a file as it was. */
    byte[] original(String name) {
        return files.get(name).clone();
    }

    TreeHead head() {
        return head;
    }

    void write(String name, byte[] content) throws IOException {
        Files.write(file(name), content);
    }

    /** Puts every file back, and takes away what a start made beside them. */
    void restore() throws IOException {
        Files.deleteIfExists(file(DATABASE + "-wal"));
        Files.deleteIfExists(file(DATABASE + "-shm"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    /** Starts the node, reads all that was right, and ends it; whatever it reads must be what was there. */
    Reading start() {
        try (CountingNode node = new CountingNode(folder)) {
            node.start();
            Hash root =
                    new Tree(node.node().ledger().tiles(), head.size()).head().root();
            if (!root.equals(head.root())) {
                throw new AssertionError("the node started with root " + root + " where it had signed " + head.root());
            }
            return read(node);
        }
    }

    private Reading read(CountingNode node) {
        long good = 0;
        long bad = 0;
        for (int i = 0; i < entries.size(); i++) {
            Hash entry = entries.get(i);
            long index = i;
            if (isReadable(
                    entry,
                    () -> node.node()
                            .ledger()
                            .acts()
                            .at(index)
                            .map(act -> act.opening().entry())
                            .orElse(entry))) {
                good++;
            } else {
                bad++;
            }
        }
        try (Snapshot snapshot = node.node().world().store().snapshot()) {
            for (Map.Entry<Long, Hash> one : received.entrySet()) {
                if (isReadable(
                        one.getValue(),
                        () -> node.node()
                                .exchange()
                                .proofs()
                                .received(snapshot.sql(), one.getKey())
                                .map(act -> act.opening().entry())
                                .orElseThrow(() -> new StoreException("gone")))) {
                    good++;
                } else {
                    bad++;
                }
            }
        }
        return new Reading(good, bad);
    }

    private interface Read {
        Hash entry() throws Erased;
    }

    private static boolean isReadable(Hash expected, Read read) {
        try {
            Hash found = read.entry();
            if (!found.equals(expected)) {
                throw new AssertionError("an act was read that opens " + found + " where the log has " + expected);
            }
            return true;
        } catch (LedgerCorrupt | StoreException | Erased e) {
            return false;
        }
    }
}
