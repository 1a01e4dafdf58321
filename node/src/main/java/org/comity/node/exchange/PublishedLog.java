package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.Ledger;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Store;
import org.comity.tlog.EntrySource;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TileAnswer;
import org.comity.tlog.TileServer;

/**
 * The own log as any C2SP reader finds it: checkpoint, tiles and entries, up to the newest signed head. Any thread may read.
 *
 * <p>An entry is the salted commitment of a record, which says nothing to whoever has no salt. What does show is how many leaves there
 * are, and when they came.
 */
public final class PublishedLog {

    private final Ledger ledger;
    private final Store store;

    public PublishedLog(Ledger ledger, Store store) {
        this.ledger = ledger;
        this.store = store;
    }

    /**
     * Answers a GET of a path below the log's prefix, without leading slash.
     *
     * @return empty while no head is signed since the start
     */
    public Optional<TileAnswer> get(String path) {
        Optional<SignedCheckpoint> head = ledger.released();
        return head.map(signed -> new TileServer(signed, ledger.tiles(), entries()).get(path));
    }

    private EntrySource entries() {
        return (first, count) -> {
            List<byte[]> entries = new ArrayList<>(count);
            try (Snapshot snapshot = store.snapshot()) {
                for (long index = first; index < first + count; index++) {
                    entries.add(ledger.acts()
                            .entry(snapshot.sql(), index)
                            .orElseThrow()
                            .bytes());
                }
            }
            return entries;
        };
    }
}
