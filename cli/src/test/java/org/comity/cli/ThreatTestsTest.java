package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of threats names tests that exist, and leaves no case out. */
class ThreatTestsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]+)#([a-zA-Z0-9]+)`");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|", Pattern.MULTILINE);
    private static final int CASES = 46;

    private static String table() throws IOException {
        return Files.readString(ROOT.resolve("docs/threat-tests.md"));
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("tlog", "age", "node", "web", "sim", "bench", "cli")) {
            Path tests = ROOT.resolve(module).resolve("src/test/java");
            try (Stream<Path> all = Files.walk(tests)) {
                all.filter(path -> path.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<Path> sources = sources();
        Set<String> missing = new TreeSet<>();
        Matcher named = NAMED.matcher(table());
        int found = 0;
        while (named.find()) {
            String file = named.group(1) + ".java";
            String method = "void " + named.group(2) + "(";
            boolean exists = false;
            for (Path source : sources) {
                exists |= source.endsWith(file) && Files.readString(source).contains(method);
            }
            if (exists) {
                found++;
            } else {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).as("tests named").isGreaterThan(CASES);
    }

    @Test
    void everyCaseHasItsRow() throws IOException {
        List<Integer> rows = new ArrayList<>();
        Matcher row = ROW.matcher(table());
        while (row.find()) {
            rows.add(Integer.parseInt(row.group(1)));
        }
        assertThat(rows).hasSize(CASES).isSorted().startsWith(1).endsWith(CASES).doesNotHaveDuplicates();
    }
}
