package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;

/** Reads LF-terminated lines from the head of a text whose tail is a note. Not for use by several threads. */
final class LineReader {
    private final String text;
    private final String what;
    private int position;

    LineReader(String text, String what) {
        this.text = text;
        this.what = what;
    }

    boolean atEnd() {
        return position == text.length();
    }

    /** The next line without its LF. */
    String line() {
        int end = text.indexOf('\n', position);
        if (end < 0) {
            throw LogException.malformed(what + " ends inside a line");
        }
        String line = text.substring(position, end);
        position = end + 1;
        return line;
    }

    /** The rest of the next line, which has to start with this word and one space. */
    String valueOf(String keyword) {
        String line = line();
        if (!line.startsWith(keyword + " ")) {
            throw LogException.malformed(
                    what + ": a line starting with \"" + keyword + " \" is expected, not " + Wire.show(line));
        }
        return line.substring(keyword.length() + 1);
    }

    boolean nextStartsWith(String prefix) {
        return text.startsWith(prefix, position);
    }

    /** Hash lines up to and including the empty line that ends them. */
    List<Hash> hashesToEmptyLine(int max) {
        List<Hash> hashes = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (hashes.size() == max) {
                throw LogException.malformed(what + " has more than " + max + " hash lines");
            }
            hashes.add(Wire.hash(line, what + ": hash line " + (hashes.size() + 1)));
        }
        return hashes;
    }

    String rest() {
        String rest = text.substring(position);
        position = text.length();
        return rest;
    }
}
