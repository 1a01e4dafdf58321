package org.comity.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One command line that was run in a folder, and what came of it. */
record Ran(int exitCode, String out, String err) {

    static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

    /** At a fixed time, without variables of the environment, without colours. */
    static Ran in(Path folder, String... arguments) {
        return run(folder, InstantSource.fixed(NOW), arguments);
    }

    /** For nodes that run, which have a clock of their own. */
    static Ran onRealClock(Path folder, String... arguments) {
        return run(folder, InstantSource.system(), arguments);
    }

    private static Ran run(Path folder, InstantSource clock, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        Session session = new Session(terminal, Map.of(), clock, folder);
        int exitCode = Comity.run(session, arguments);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }
}
