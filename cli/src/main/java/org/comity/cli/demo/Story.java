package org.comity.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Terminal;

/** Tells what happens: chapters, and lines with the time since the beginning. */
final class Story {

    private static final int INDENT = 12;

    private final Session session;
    private final Terminal terminal;
    private final Instant began;
    private String chapter = "the beginning";

    Story(Session session) {
        this.session = session;
        this.terminal = session.terminal();
        this.began = session.clock().instant();
    }

    void chapter(String title) {
        chapter = title;
        terminal.gap();
        terminal.line(terminal.strong(title));
    }

    /** The chapter that is being told, for the message when it fails. */
    String chapter() {
        return chapter;
    }

    /** What has just happened. */
    void line(String text) {
        String time = Shown.span(elapsed());
        List<String> lines = Terminal.wrap(ForeignText.line(text), Terminal.COLUMNS - INDENT);
        terminal.line(terminal.dim(String.format("%9s", time)) + "   " + lines.getFirst());
        lines.stream().skip(1).forEach(line -> terminal.line(" ".repeat(INDENT) + line));
    }

    Duration elapsed() {
        return Duration.between(began, session.clock().instant());
    }

    /** The end: what was proved, where the files are, and what anyone can run now. */
    void proved(Proved proved) {
        terminal.gap();
        terminal.line(terminal.strong("What was proved"));
        proved.rows().forEach(row -> terminal.field(row.what(), row.words()));
        terminal.gap();
        terminal.line(terminal.strong("Where it is"));
        proved.files().forEach(row -> terminal.field(row.what(), row.words()));
        terminal.gap();
        terminal.line(terminal.strong("Check it yourself"));
        proved.commands().forEach(command -> terminal.line("  " + command));
        terminal.gap();
        terminal.line(terminal.good("\u2713") + " Done in " + Shown.span(elapsed()) + ".");
    }
}
