package org.comity.node.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.store.Store;
import org.comity.tlog.Frontier;
import org.comity.tlog.Hash;
import org.comity.tlog.TileSource;
import org.comity.tlog.TreeHead;

/**
 * Reads the whole log back and compares it with its head: every entry into its tile, every tile into the one above, and the right edge
 * into the root.
 *
 * <p>The quick check at a start only follows the hashes on the way to the root, which for old leaves are stored roots of full tiles. A
 * changed old entry would then be noticed no earlier than when somebody asks for its proof. So logs up to
 * {@link #AT_EVERY_START} leaves are read whole at every start (about half a second), larger ones when an operator asks.
 */
public final class LedgerCheck {

    /** Logs up to this size are read whole at every start. */
    static final long AT_EVERY_START = 1L << 18;

    /**
     * What was read.
     *
     * @param head the head that the entries lead to
     * @param opened acts whose content was opened and matched its entry
     * @param erased acts whose content is gone, as it should be after an erasure
     */
    public record Findings(TreeHead head, long opened, long erased) {}

    private record Leaf(long index, Hash entry) {}

    private final Store store;

    LedgerCheck(Store store) {
        this.store = store;
    }

    /**
     * Recomputes the tree from its entries, and the numbers of the streams.
     *
     * @throws LedgerCorrupt naming the first leaf, tile or head that does not fit
     */
    Frontier tree() {
        try (Snapshot snapshot = store.snapshot()) {
            Sql sql = snapshot.sql();
            Head head = LedgerTables.head(sql).orElseThrow(() -> new LedgerCorrupt("the database holds no log"));
            Frontier frontier = Frontier.EMPTY;
            while (frontier.size() < head.size()) {
                frontier = appendTile(sql, frontier, head.size());
            }
            if (!frontier.equals(head.frontier())) {
                throw new LedgerCorrupt("the entries lead to the root " + frontier.root() + " at size " + head.size()
                        + ", the head says " + head.frontier().root() + ": the database was changed");
            }
            long beyond = sql.number("SELECT count(*) FROM ledger_leaf WHERE idx >= ?", head.size());
            if (beyond > 0) {
                throw new LedgerCorrupt(beyond + " leaves lie beyond the head of size " + head.size());
            }
            requireSequences(sql);
            return frontier;
        }
    }

    /** The next number of each stream follows the last one given in this generation; otherwise a number would be given twice, or one left out. */
    private static void requireSequences(Sql sql) {
        record Stream(String recipient, long lane, long next, long last) {}
        sql
                .list(
                        "SELECT s.recipient, s.lane, s.next, coalesce(g.last, 0) FROM ledger_sequence s LEFT JOIN"
                                + " (SELECT recipient, lane, max(seq) AS last FROM ledger_leaf WHERE seq > 0"
                                + " AND idx >= (SELECT coalesce(max(size), 0) FROM ledger_generation) GROUP BY recipient, lane) g ON g.recipient = s.recipient AND g.lane = s.lane"
                                + " ORDER BY s.recipient, s.lane",
                        row -> new Stream(row.text(0), row.number(1), row.number(2), row.number(3)))
                .stream()
                .filter(stream -> stream.next() != stream.last() + 1)
                .findFirst()
                .ifPresent(stream -> {
                    throw new LedgerCorrupt("the next message to " + stream.recipient() + " in lane " + stream.lane()
                            + " would get the number " + stream.next() + ", the last one in the log has "
                            + stream.last() + ": the database was changed");
                });
    }

    private static Frontier appendTile(Sql sql, Frontier frontier, long size) {
        long first = frontier.size();
        long width = Math.min(TileSource.TILE_WIDTH, size - first);
        List<Leaf> rows = sql.list(
                "SELECT idx, entry FROM ledger_leaf WHERE idx >= ? AND idx < ? ORDER BY idx",
                row -> new Leaf(row.number(0), row.hash(1)),
                first,
                first + width);
        if (rows.size() != width) {
            throw new LedgerCorrupt(
                    "of the leaves " + first + " to " + (first + width - 1) + " only " + rows.size() + " are stored");
        }
        List<Hash> leaves = new ArrayList<>(rows.size());
        for (Leaf row : rows) {
            // A scan gives rows in their order on the page, even where a damaged number would mislead a search.
            if (row.index() != first + leaves.size()) {
                throw new LedgerCorrupt("leaf " + row.index() + " stands in the place of leaf "
                        + (first + leaves.size()) + ": the database was changed");
            }
            leaves.add(Hash.leaf(row.entry().bytes()));
        }
        return frontier.appendAll(leaves, (level, index, hash) -> {
            if (level > 0) {
                requireTile(sql, level, index, hash);
            }
        });
    }

    private static void requireTile(Sql sql, int level, long index, Hash hash) {
        Optional<Hash> stored =
                sql.first("SELECT hash FROM ledger_tile WHERE level = ? AND idx = ?", row -> row.hash(0), level, index);
        if (!stored.equals(Optional.of(hash))) {
            throw new LedgerCorrupt("hash " + index + " of level " + level + " is "
                    + stored.map(Hash::toString).orElse("missing") + ", its entries hash to " + hash
                    + ": the database was changed");
        }
    }

    /**
     * Recomputes the tree and opens every act.
     *
     * @throws LedgerCorrupt naming the first that does not fit
     */
    Findings all(LoggedActs acts) {
        TreeHead head = tree().head();
        long opened = 0;
        long erased = 0;
        for (long from = 0; from < head.size(); from += TileSource.TILE_WIDTH) {
            try (Snapshot snapshot = store.snapshot()) {
                for (long index : indices(from, head.size())) {
                    try {
                        acts.read(snapshot.sql(), index);
                        opened++;
                    } catch (Erased e) {
                        erased++;
                    }
                }
            }
        }
        return new Findings(head, opened, erased);
    }

    private static List<Long> indices(long from, long size) {
        List<Long> indices = new ArrayList<>();
        for (long index = from; index < Math.min(from + TileSource.TILE_WIDTH, size); index++) {
            indices.add(index);
        }
        return indices;
    }
}
