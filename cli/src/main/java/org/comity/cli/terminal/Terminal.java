package org.comity.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the command writes: results to one stream, remarks and progress to the other, both in UTF-8 whatever the locale says.
 * Colours are used only where a person looks, and never when {@code NO_COLOR} is set (no-color.org).
 */
public final class Terminal {

    /** Columns that everything fits in. */
    public static final int COLUMNS = 80;

    private static final int NAME = 12;
    private static final int INDENT = NAME + 4;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;
    private final boolean watched;

    /**
     * @param colours whether results may be coloured
     * @param watched whether a person watches the remarks, so that progress may be drawn
     */
    public Terminal(PrintStream out, PrintStream err, boolean colours, boolean watched) {
        this.out = out;
        this.err = err;
        this.colours = colours;
        this.watched = watched;
    }

    /** The terminal of this process; the launcher tells which of its streams are terminals. */
    public static Terminal ofProcess(Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.getBoolean("comity.stdout.terminal") && !plain,
                Boolean.getBoolean("comity.stderr.terminal"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public boolean colours() {
        return colours;
    }

    boolean watched() {
        return watched;
    }

    /** One line of results. */
    public void line(String text) {
        out.println(text);
    }

    /** An empty line between results. */
    public void gap() {
        out.println();
    }

    /** A remark beside the results, so that a pipe does not get it. */
    public void remark(String text) {
        err.println(text);
    }

    /** A name in the first columns and what belongs to it behind it, made harmless and wrapped at the last column. */
    public void field(String name, String text) {
        boolean first = true;
        for (String paragraph : text.split("\n", -1)) {
            for (String part : wrap(ForeignText.line(paragraph), COLUMNS - INDENT)) {
                mark(first ? name : "", part);
                first = false;
            }
        }
    }

    /** The same for text of this program, which may be coloured and is not wrapped. */
    public void mark(String name, String text) {
        out.println(("  " + dim(pad(name, NAME)) + "  " + text).stripTrailing());
    }

    public String strong(String text) {
        return coloured("1", text);
    }

    public String dim(String text) {
        return coloured("2", text);
    }

    public String good(String text) {
        return coloured("32", text);
    }

    public String bad(String text) {
        return coloured("31", text);
    }

    public String doubtful(String text) {
        return coloured("33", text);
    }

    private String coloured(String code, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** The text and spaces up to so many columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - ForeignText.width(text)));
    }

    /** The text in lines of at most so many columns, broken at spaces where it can be. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", -1)) {
                if (!line.isEmpty() && ForeignText.width(line + " " + word) > columns) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return List.copyOf(lines);
    }
}
