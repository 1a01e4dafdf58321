package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    private static final CommandLine ALL = commandLine();

    @TempDir
    Path folder;

    static Stream<String> everyCommand() {
        List<String> names = new ArrayList<>();
        walk(ALL, names);
        return names.stream();
    }

    private static void walk(CommandLine line, List<String> names) {
        names.add(line.getCommandSpec().qualifiedName());
        line.getSubcommands().values().forEach(sub -> walk(sub, names));
    }

    private static CommandLine commandLine() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return Comity.commandLine(new Session(
                new Terminal(nowhere, nowhere, false, false), Map.of(), InstantSource.fixed(Ran.NOW), Path.of("")));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void showsDescriptionAndExample(String command) {
        assertThat(help(command)).startsWith("Usage: " + command).contains("Example:\n");
        assertThat(examples(help(command))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void fitsTheTerminal(String command) {
        assertThat(help(command).lines())
                .allSatisfy(line -> assertThat(ForeignText.width(line)).as(line).isLessThanOrEqualTo(Terminal.COLUMNS));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void exampleIsUnderstood(String command) {
        for (String example : examples(help(command))) {
            List<String> words = words(example);
            assertThat(words.getFirst()).isEqualTo("comity");
            assertThatCode(() -> ALL.parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void goesToTheStandardOutput() {
        Ran ran = Ran.in(folder, "member", "admit", "--help");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).isEqualTo(help("comity member admit"));
    }

    @Test
    void listsEveryCommandInAGroup() {
        String help = Ran.in(folder, "--help").out();
        ALL.getSubcommands().forEach((name, line) -> {
            if (!line.getCommandSpec().usageMessage().hidden()) {
                assertThat(help).containsPattern("(?m)^  " + name + " +\\S");
            }
        });
    }

    private static String help(String command) {
        CommandLine line = ALL;
        for (String name : List.of(command.split(" ", -1)).subList(1, command.split(" ", -1).length)) {
            line = line.getSubcommands().get(name);
        }
        return line.getUsageMessage();
    }

    /** The commands under the word Example, continued lines joined. */
    private static List<String> examples(String help) {
        String behind = help.substring(help.indexOf("Example:\n") + "Example:\n".length());
        List<String> examples = new ArrayList<>();
        for (String line : behind.replace("\\\n", " ").split("\n", -1)) {
            Matcher command =
                    Pattern.compile(" +(?:source <\\()?(comity [^)]*?)\\)?$").matcher(line);
            if (command.matches()) {
                examples.add(command.group(1));
            }
        }
        return examples;
    }

    /** Splits like a shell does that meets double quotes only. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+").matcher(line);
        while (word.find()) {
            words.add(word.group().replace("\"", ""));
        }
        return words;
    }
}
