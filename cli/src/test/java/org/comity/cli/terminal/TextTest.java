package org.comity.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Terminal terminal(boolean colours, boolean watched) {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, colours, watched);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsControlAndDirectionCharactersByNumber() {
        assertThat(ForeignText.line("a\u001b[31m\u202eb\u200bc\nd")).isEqualTo("a\\u{1B}[31m\\u{202E}b\\u{200B}c d");
    }

    @Test
    void countsColumnsAsTerminalsDo() {
        assertThat(ForeignText.width("Vi\u1ec7t")).isEqualTo(4);
        assertThat(ForeignText.width("e\u0301")).isEqualTo(1);
        assertThat(ForeignText.width("\u4e2d\u56fd")).isEqualTo(4);
    }

    @Test
    void cutsToTheColumn() {
        assertThat(ForeignText.cut("abcdef", 4)).isEqualTo("abc\u2026");
        assertThat(ForeignText.cut("\u4e2d\u56fd\u4e2d", 4)).isEqualTo("\u4e2d\u2026");
        assertThat(ForeignText.cut("abcd", 4)).isEqualTo("abcd");
    }

    @Test
    void fitsATableIntoTheTerminal() {
        new Table("ID", "TEXT", "MORE").row("1", "x".repeat(90), "y".repeat(40)).print(terminal(false, false), "none");
        assertThat(printed().lines()).hasSize(2).allMatch(line -> ForeignText.width(line) <= Terminal.COLUMNS);
        assertThat(printed()).contains("\u2026");
    }

    @Test
    void saysWhatAnEmptyTableMeans() {
        new Table("ID").print(terminal(false, false), "Nothing yet.");
        assertThat(printed()).isEqualTo("Nothing yet.\n");
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatThrownBy(() -> new Table("ID", "TEXT").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 cells")
                .hasMessageContaining("2 columns");
    }

    @Test
    void coloursOnlyWhereAsked() {
        assertThat(terminal(false, false).good("yes")).isEqualTo("yes");
        assertThat(terminal(true, false).good("yes")).isEqualTo("\u001b[32myes\u001b[0m");
    }

    @Test
    void wrapsAtSpaces() {
        assertThat(Terminal.wrap("one two three", 8)).containsExactly("one two", "three");
        assertThat(Terminal.wrap("one\ntwo", 8)).containsExactly("one", "two");
    }

    @Test
    void printsTimesInUtc() {
        assertThat(Shown.time(Instant.parse("2026-03-01T09:30:00.5Z"))).isEqualTo("2026-03-01 09:30:00Z");
    }

    @Test
    void printsSizesWithUnits() {
        assertThat(Shown.bytes(1023)).isEqualTo("1023 B");
        assertThat(Shown.bytes(1024)).isEqualTo("1.0 KiB");
        assertThat(Shown.bytes(1024L * 1024 - 1)).isEqualTo("1.0 MiB");
        assertThat(Shown.bytes(5L << 40)).isEqualTo("5.0 TiB");
    }

    @Test
    void printsSpans() {
        assertThat(Shown.span(Duration.ofMillis(9_999))).isEqualTo("9999 ms");
        assertThat(Shown.span(Duration.ofMillis(10_400))).isEqualTo("10.4 s");
        assertThat(Shown.span(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    }

    @Test
    void shortensHashesOnly() {
        assertThat(Shown.hash("0123456789abcdef")).isEqualTo("0123456789ab\u2026");
        assertThat(Shown.hash("-")).isEqualTo("-");
    }

    @Test
    void drawsProgressOnlyWhereAPersonWatchesLongWork() {
        Instant[] now = {Instant.EPOCH};
        try (ProgressBar bar = new ProgressBar(terminal(false, true), "hashing", 200, () -> now[0])) {
            now[0] = now[0].plusMillis(400);
            bar.at(50);
            assertThat(printed()).isEmpty();
            now[0] = now[0].plusMillis(600);
            bar.at(100);
            assertThat(printed()).contains("hashing").contains(" 50 %").contains("1000 ms left");
        }
        assertThat(printed()).endsWith("\r\u001b[K");
    }

    @Test
    void drawsNothingIntoAPipe() {
        Instant[] now = {Instant.EPOCH};
        try (ProgressBar bar = new ProgressBar(terminal(false, false), "hashing", 200, () -> now[0])) {
            now[0] = now[0].plusSeconds(5);
            bar.at(100);
        }
        assertThat(printed()).isEmpty();
    }
}
