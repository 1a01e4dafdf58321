package org.comity.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the demonstration showed at its end.
 *
 * @param verdict of the bundle: {@code proven} or {@code anchored}
 */
record Proved(String verdict, List<Row> rows, List<Row> files, List<String> commands) {

    /** A fact in a word and a sentence. */
    record Row(String what, String words) {}

    Proved {
        rows = List.copyOf(rows);
        files = List.copyOf(files);
        commands = List.copyOf(commands);
    }

    Map<String, Object> described() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", verdict);
        rows.forEach(row -> all.merge(row.what(), row.words(), (before, now) -> before + "; " + now));
        files.forEach(row -> all.put("file " + row.what(), row.words()));
        return all;
    }
}
