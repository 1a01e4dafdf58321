package org.comity.node.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;
import org.comity.tlog.TileSource;

/**
 * The tiles of the own log, read from flat rows.
 *
 * <p>Level 0 is computed from the entries, the levels above are rows written once when a tile filled. Proofs of fresh
 * leaves touch the same few tiles again and again, so the last used ones are kept; a commit extends the kept tile at the right edge,
 * so that building a parcel does not read what was just written. A kept tile may hold hashes of a head that is not released yet:
 * harmless, since whoever asks names indices below a released size.
 *
 * <p>Any thread may read.
 */
final class LedgerTiles implements TileSource {

    private static final int KEPT_TILES = 256;

    private record TileName(int level, long index) {}

    /** A tile, filled from the left. */
    private static final class Tile {
        private final byte[] hashes = new byte[TILE_WIDTH * Hash.BYTES];
        private int width;
    }

    private final Supplier<Snapshot> snapshots;
    private final Map<TileName, Tile> kept = new LinkedHashMap<>(KEPT_TILES * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TileName, Tile> eldest) {
            return size() > KEPT_TILES;
        }
    };

    LedgerTiles(Supplier<Snapshot> snapshots) {
        this.snapshots = snapshots;
    }

    /** Called after a commit, in the order of the leaves. */
    synchronized void committed(int level, long index, Hash hash) {
        int column = (int) (index % TILE_WIDTH);
        TileName name = new TileName(level, index / TILE_WIDTH);
        Tile tile = column == 0 ? kept.computeIfAbsent(name, n -> new Tile()) : kept.get(name);
        if (tile != null && tile.width == column) {
            hash.copyTo(tile.hashes, column * Hash.BYTES);
            tile.width = column + 1;
        }
    }

    @Override
    public synchronized byte[] hashes(int level, long first, int count) {
        byte[] out = new byte[count * Hash.BYTES];
        int done = 0;
        while (done < count) {
            long at = first + done;
            int column = (int) (at % TILE_WIDTH);
            int wanted = Math.min(TILE_WIDTH - column, count - done);
            Tile tile = tile(new TileName(level, at / TILE_WIDTH), column + wanted);
            System.arraycopy(tile.hashes, column * Hash.BYTES, out, done * Hash.BYTES, wanted * Hash.BYTES);
            done += wanted;
        }
        return out;
    }

    private Tile tile(TileName name, int width) {
        Tile tile = kept.get(name);
        if (tile != null && tile.width >= width) {
            return tile;
        }
        Tile read = read(name);
        if (read.width < width) {
            throw new LedgerCorrupt("tile " + name.index() + " of level " + name.level() + " has " + read.width
                    + " hashes on disk where the log needs " + width);
        }
        kept.put(name, read);
        return read;
    }

    private Tile read(TileName name) {
        Tile tile = new Tile();
        long first = name.index() * TILE_WIDTH;
        try (Snapshot snapshot = snapshots.get()) {
            Sql sql = snapshot.sql();
            for (Hash hash : name.level() == 0 ? leaves(sql, first) : roots(sql, name.level(), first)) {
                hash.copyTo(tile.hashes, tile.width * Hash.BYTES);
                tile.width++;
            }
        }
        return tile;
    }

    private static Iterable<Hash> leaves(Sql sql, long first) {
        return sql.list(
                "SELECT entry FROM ledger_leaf WHERE idx >= ? AND idx < ? ORDER BY idx",
                row -> Hash.leaf(row.bytes(0)),
                first,
                first + TILE_WIDTH);
    }

    private static Iterable<Hash> roots(Sql sql, int level, long first) {
        return sql.list(
                "SELECT hash FROM ledger_tile WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx",
                row -> row.hash(0),
                level,
                first,
                first + TILE_WIDTH);
    }
}
