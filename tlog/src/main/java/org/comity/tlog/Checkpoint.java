package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * What a log signs: its name, size and root (C2SP tlog-checkpoint v1.0.0).
 *
 * @param origin name of the log, 1 to 255 bytes of UTF-8 without control characters. The specification has no upper
 *     bound, the ML-DSA-44 cosignature has this one
 * @param extensions up to 64 further lines, none empty. ML-DSA-44 signatures do not cover them
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
    /** Most bytes of an origin. */
    public static final int MAX_ORIGIN_BYTES = 255;

    /** Most extension lines. */
    public static final int MAX_EXTENSIONS = 64;

    public Checkpoint {
        extensions = List.copyOf(extensions);
        requireLine(origin, "origin");
        int length = Wire.utf8Length(origin, "origin");
        if (length > MAX_ORIGIN_BYTES) {
            throw LogException.limit("an origin has 1 to " + MAX_ORIGIN_BYTES + " bytes, not " + length);
        }
        if (extensions.size() > MAX_EXTENSIONS) {
            throw LogException.limit(
                    "a checkpoint has at most " + MAX_EXTENSIONS + " extension lines, not " + extensions.size());
        }
        extensions.forEach(line -> requireLine(line, "extension line"));
    }

    /** A checkpoint without extension lines. */
    public static Checkpoint of(String origin, TreeHead head) {
        return new Checkpoint(origin, head, List.of());
    }

    /** Parses the text of a note. */
    public static Checkpoint parse(String text) {
        LineReader reader = new LineReader(text, "the checkpoint");
        String origin = reader.line();
        long size = Wire.decimal(reader.line(), "the tree size");
        Hash root = Wire.hash(reader.line(), "the root");
        List<String> extensions = new ArrayList<>();
        while (!reader.atEnd()) {
            if (extensions.size() == MAX_EXTENSIONS) {
                throw LogException.limit("a checkpoint has at most " + MAX_EXTENSIONS + " extension lines");
            }
            extensions.add(reader.line());
        }
        return new Checkpoint(origin, new TreeHead(size, root), extensions);
    }

    /** The text to be signed, final LF included. */
    public String encode() {
        StringBuilder out = new StringBuilder(origin)
                .append('\n')
                .append(head.size())
                .append('\n')
                .append(head.root().base64())
                .append('\n');
        extensions.forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    private static void requireLine(String line, String what) {
        if (line.isEmpty()) {
            throw LogException.malformed("an " + what + " is not empty");
        }
        if (line.chars().anyMatch(c -> c < ' ')) {
            throw LogException.malformed("an " + what + " holds no control characters: " + Wire.show(line));
        }
    }
}
