package org.comity.tlog;

import java.util.Locale;

/**
 * A resource of a log under its prefix (C2SP tlog-tiles), in its only spelling: levels without leading zeros, tile numbers
 * in groups of three digits of which all but the last have an {@code x} in front ({@code x001/x234/067}), and
 * {@code .p/<width>} for a tile that is not full.
 */
public sealed interface TilePath {
    /** Highest tile number; more would not fit into a tree size. */
    long MAX_NUMBER = (1L << 54) - 1;

    /** Highest level that the specification allows. Trees of this module end at level 7. */
    int MAX_LEVEL = 63;

    /** The path without leading slash. */
    String path();

    /** The signed head. */
    record Head() implements TilePath {
        @Override
        public String path() {
            return "checkpoint";
        }
    }

    /**
     * Hashes of one tile.
     *
     * @param level 0 to 63
     * @param number 0 to 2^54-1
     * @param width 1 to 256 hashes; 256 is the full tile
     */
    record Hashes(int level, long number, int width) implements TilePath {
        public Hashes {
            if (level < 0 || level > MAX_LEVEL) {
                throw LogException.outOfRange("tile level " + level + " is outside 0 to " + MAX_LEVEL);
            }
            requireTile(number, width);
        }

        @Override
        public String path() {
            return "tile/" + level + "/" + tile(number, width);
        }
    }

    /**
     * Entries under one tile of level 0.
     *
     * @param number 0 to 2^54-1
     * @param width 1 to 256 entries; 256 is the full bundle
     */
    record Entries(long number, int width) implements TilePath {
        public Entries {
            requireTile(number, width);
        }

        @Override
        public String path() {
            return "tile/entries/" + tile(number, width);
        }
    }

    /** Parses a path without leading slash. */
    static TilePath parse(String path) {
        TilePath parsed = parseLoosely(path);
        // Printing again is the test for leading zeros, superfluous groups and the like.
        if (!parsed.path().equals(path)) {
            throw LogException.malformed("a tile path has one spelling, " + parsed.path() + ", not " + Wire.show(path));
        }
        return parsed;
    }

    private static TilePath parseLoosely(String path) {
        if (path.equals("checkpoint")) {
            return new Head();
        }
        int slash = path.indexOf('/', "tile/".length());
        if (path.length() > 100 || !path.startsWith("tile/") || slash < 0) {
            throw LogException.malformed("not a path of a log: " + Wire.show(path));
        }
        String kind = path.substring("tile/".length(), slash);
        String tile = path.substring(slash + 1);
        int partial = tile.indexOf(".p/");
        int width = TileSource.TILE_WIDTH;
        if (partial >= 0) {
            long stated = Wire.decimal(tile.substring(partial + 3), "the width of the tile");
            if (stated >= TileSource.TILE_WIDTH) {
                throw LogException.malformed("a partial tile has 1 to 255 hashes, not " + stated);
            }
            width = (int) stated;
            tile = tile.substring(0, partial);
        }
        long number = number(tile);
        if (kind.equals("entries")) {
            return new Entries(number, width);
        }
        long level = Wire.decimal(kind, "the tile level");
        return new Hashes((int) Math.min(level, MAX_LEVEL + 1), number, width);
    }

    private static long number(String groups) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < groups.length(); i++) {
            char c = groups.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (c != 'x' && c != '/') {
                throw LogException.malformed("a tile number is of digits, x and /, not " + Wire.show(groups));
            }
        }
        while (digits.length() > 1 && digits.charAt(0) == '0') {
            digits.deleteCharAt(0);
        }
        return Wire.decimal(digits.toString(), "the tile number");
    }

    private static String tile(long number, int width) {
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%03d", number % 1000));
        for (long rest = number / 1000; rest > 0; rest /= 1000) {
            out.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        return width == TileSource.TILE_WIDTH ? out.toString() : out + ".p/" + width;
    }

    private static void requireTile(long number, int width) {
        if (number < 0 || number > MAX_NUMBER) {
            throw LogException.outOfRange("tile number " + number + " is outside 0 to 2^54-1");
        }
        if (width < 1 || width > TileSource.TILE_WIDTH) {
            throw LogException.outOfRange("tile width " + width + " is outside 1 to 256");
        }
    }
}
