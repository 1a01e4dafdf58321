package org.comity.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a benchmark found: figures in the order they are read, for people as a table and for programs as one JSON object. */
final class Report {

    private record Line(String label, String value, String unit) {}

    private final String benchmark;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    Report(String benchmark) {
        this.benchmark = benchmark;
        values.put("benchmark", benchmark);
    }

    /**
     * Adds a figure.
     *
     * @param key name in JSON, with its unit last
     * @param decimals digits after the point, 0 to 3; a value that is no number is left out of the JSON
     */
    Report figure(String key, String label, double value, int decimals, String unit) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            lines.add(new Line(label, "not measured", ""));
            return this;
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
        values.put(key, decimals == 0 ? (Object) rounded.longValueExact() : rounded);
        lines.add(new Line(label, String.format(Locale.ROOT, "%,." + decimals + "f", rounded), unit));
        return this;
    }

    /** Adds a sentence below the table; {@code key} carries it in JSON. */
    Report note(String key, String sentence) {
        values.put(key, sentence);
        notes.add(sentence);
        return this;
    }

    String table() {
        int label = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
        int value = lines.stream().mapToInt(line -> line.value().length()).max().orElse(0);
        StringBuilder text = new StringBuilder(benchmark).append('\n');
        for (Line line : lines) {
            String row = String.format(
                    Locale.ROOT,
                    "  %-" + Math.max(1, label) + "s  %" + Math.max(1, value) + "s  %s",
                    line.label(),
                    line.value(),
                    line.unit());
            text.append(row.stripTrailing()).append('\n');
        }
        notes.forEach(note -> text.append("  ").append(note).append('\n'));
        return text.toString();
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(values);
    }
}
