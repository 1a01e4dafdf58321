package org.comity.tlog;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tiles through a bounded cache and computes the nodes inside them at most once. Not for several threads. */
final class TileReader {
    /** Tiles kept, about 16 KiB each with their computed nodes. A walk from left to right needs 8 at a time. */
    private static final int MAX_CACHED_TILES = 64;

    private static final int HEIGHT_OF_TILE = 8;

    private final TileSource source;
    private final long size;
    private final Map<Position, Tile> cache = new LinkedHashMap<>(32, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, Tile> eldest) {
            return size() > MAX_CACHED_TILES;
        }
    };

    TileReader(TileSource source, long size) {
        this.source = source;
        this.size = size;
    }

    /** Root of the complete subtree of {@code 2^height} leaves that starts at leaf {@code start}. */
    Hash complete(long start, int height) {
        int level = height / HEIGHT_OF_TILE;
        int within = height % HEIGHT_OF_TILE;
        long index = start >>> (level * HEIGHT_OF_TILE);
        Position position = new Position(level, index / TileSource.TILE_WIDTH);
        Tile tile = cache.get(position);
        if (tile == null) {
            tile = read(position);
            cache.put(position, tile);
        }
        return tile.node(within, (int) (index % TileSource.TILE_WIDTH) >>> within);
    }

    private Tile read(Position position) {
        long first = position.number * TileSource.TILE_WIDTH;
        long available = (size >>> (position.level * HEIGHT_OF_TILE)) - first;
        int width = (int) Math.min(TileSource.TILE_WIDTH, available);
        byte[] bytes = source.hashes(position.level, first, width);
        if (bytes.length != width * Hash.BYTES) {
            throw LogException.outOfRange("the tile source gave " + bytes.length + " bytes for " + width
                    + " hashes of level " + position.level + " from " + first);
        }
        return new Tile(bytes);
    }

    private record Position(int level, long number) {}

    private static final class Tile {
        private final byte[] bytes;
        private final @Nullable Hash[] nodes = new Hash[2 * TileSource.TILE_WIDTH];

        Tile(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Node {@code position} at a height above the tile's bottom row; slots are numbered as in a binary heap. */
        Hash node(int height, int position) {
            int slot = (TileSource.TILE_WIDTH >>> height) + position;
            Hash known = nodes[slot];
            if (known != null) {
                return known;
            }
            Hash computed = height == 0
                    ? Hash.at(bytes, position * Hash.BYTES)
                    : Hash.node(node(height - 1, 2 * position), node(height - 1, 2 * position + 1));
            nodes[slot] = computed;
            return computed;
        }
    }
}
