package org.comity.tlog;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Serves one published head as C2SP tlog-tiles: {@code checkpoint}, {@code tile/<L>/<N>[.p/<W>]} and
 * {@code tile/entries/<N>[.p/<W>]}.
 *
 * <p>A partial tile is a prefix of the stored level, so every width of every earlier size is served without having been
 * written. Nothing beyond the size of the head is served, even if the store has grown meanwhile: a client must not see
 * leaves under no signed root. Whatever is not there, misspelt paths included, is 404.
 */
public final class TileServer {
    private static final int BITS_OF_LEVEL = 8;
    private static final int MAX_STORED_LEVEL = 7;
    private static final int MAX_ENTRY_BYTES = 0xffff;

    private final SignedCheckpoint head;
    private final TileSource tiles;
    private final EntrySource entries;

    /** A server of the first leaves of the stores, as many as the head says. */
    public TileServer(SignedCheckpoint head, TileSource tiles, EntrySource entries) {
        this.head = head;
        this.tiles = tiles;
        this.entries = entries;
    }

    /** Answers a GET of a path below the prefix, without leading slash. */
    public TileAnswer get(String path) {
        TilePath parsed;
        try {
            parsed = TilePath.parse(path);
        } catch (LogException _) {
            return TileAnswer.notFound();
        }
        return switch (parsed) {
            case TilePath.Head() -> new TileAnswer(200, "text/plain; charset=utf-8", false, head.encode());
            case TilePath.Hashes(int level, long number, int width) ->
                isStored(level, number, width)
                        ? octets(tiles.hashes(level, number * TileSource.TILE_WIDTH, width))
                        : TileAnswer.notFound();
            case TilePath.Entries(long number, int width) ->
                isStored(0, number, width)
                        ? octets(bundle(entries.entries(number * TileSource.TILE_WIDTH, width)))
                        : TileAnswer.notFound();
        };
    }

    private boolean isStored(int level, long number, int width) {
        if (level > MAX_STORED_LEVEL) {
            return false;
        }
        long available = head.checkpoint().head().size() >>> (level * BITS_OF_LEVEL);
        return number * TileSource.TILE_WIDTH <= available - width;
    }

    private static TileAnswer octets(byte[] body) {
        return new TileAnswer(200, "application/octet-stream", true, body);
    }

    /** Two bytes of length before each entry. */
    private static byte[] bundle(List<byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > MAX_ENTRY_BYTES) {
                throw LogException.limit("an entry has at most 65535 bytes, not " + entry.length);
            }
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }
}
