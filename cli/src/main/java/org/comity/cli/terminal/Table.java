package org.comity.cli.terminal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows under headings, in columns as wide as their widest cell, cut in the widest column until the row fits the terminal. */
public final class Table {

    private static final String GAP = "  ";
    private static final int LEAST = 6;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** @param cells as many as there are headings; foreign text is made harmless here */
    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells were given, the table has " + headings.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(ForeignText::line).toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints the table; a table without rows prints what to say instead. */
    public void print(Terminal terminal, String whenEmpty) {
        if (rows.isEmpty()) {
            terminal.line(whenEmpty);
            return;
        }
        List<Integer> widths = widths();
        terminal.line(terminal.dim(line(headings, widths)));
        rows.forEach(row -> terminal.line(line(row, widths)));
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < headings.size(); column++) {
            int at = column;
            int widest = rows.stream()
                    .mapToInt(row -> ForeignText.width(row.get(at)))
                    .max()
                    .orElse(0);
            widths.add(Math.max(widest, ForeignText.width(headings.get(at))));
        }
        int room = Terminal.COLUMNS - GAP.length() * (headings.size() - 1);
        int total = widths.stream().mapToInt(Integer::intValue).sum();
        while (total > room) {
            int widest = widths.indexOf(Collections.max(widths));
            if (widths.get(widest) <= LEAST) {
                break;
            }
            widths.set(widest, widths.get(widest) - 1);
            total--;
        }
        return widths;
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder out = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = ForeignText.cut(cells.get(column), widths.get(column));
            out.append(column == 0 ? "" : GAP)
                    .append(column == cells.size() - 1 ? cell : Terminal.pad(cell, widths.get(column)));
        }
        return out.toString().stripTrailing();
    }
}
