package org.comity.cli.setup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.NodeLocation;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.LogFile;
import org.comity.cli.command.NodeOptions;
import org.comity.cli.command.Session;
import org.comity.cli.command.Stopping;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Terminal;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.Threads;
import org.comity.web.ServedNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code comity start}. */
@Command(
        name = "start",
        description = "Run the node of a folder until it is told to stop.",
        footer = {
            "",
            "Prints one line when it is ready, and logs to DIR/log/node.log. SIGTERM or Ctrl-C ends it in order. A process that dies loses nothing that was acknowledged.",
            "",
            "Example:",
            "  comity start --dir comity-data"
        })
public final class StartCommand implements Callable<Integer> {

    private static final int TURN_THREADS = 2;

    private final Session session;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder of the node; $COMITY_DIR or ./comity-data if not said.")
    private Optional<String> dir = Optional.empty();

    @Option(
            names = "--log-port",
            paramLabel = "PORT",
            description = "Serve the own log to anybody on this port, read-only (C2SP tlog-tiles); off if not said.")
    private Optional<Integer> logPort = Optional.empty();

    @Option(
            names = "--log-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address for --log-port; ${DEFAULT-VALUE} if not said.")
    private String logHost = "127.0.0.1";

    @Option(names = "--json", description = "Print the line that says it is ready as JSON.")
    private boolean json;

    public StartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Instant began = session.clock().instant();
        Path folder = session.path(
                dir.orElseGet(() -> session.environment().getOrDefault("COMITY_DIR", NodeOptions.DEFAULT_DIR)));
        NodeFolder opened = NodeFolder.open(folder);
        CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
        Optional<Throwable> why;
        try (Stopping stopping = Stopping.watch();
                LogFile _ = LogFile.direct(folder);
                Threads threads = new Threads(TURN_THREADS);
                ServedNode node = ServedNode.start(opened, threads)) {
            node.onStop(failure -> end.complete(Optional.of(failure)));
            var _ = stopping.wished().thenAccept(_ -> end.complete(Optional.empty()));
            takeOnOfficers(folder);
            Optional<Integer> log = logPort.map(port -> node.publishLog(logHost, port));
            ready(opened, node, log, began);
            why = await(end);
        }
        if (why.isPresent()) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "the node stopped: " + why.get().getMessage(),
                    "look into " + session.typed(folder.resolve(LogFile.NAME)) + ", then start it again",
                    why.get());
        }
        return ExitCode.OK.number();
    }

    /** Where the way in for local programs was closed, an administrator takes officers on with a token. */
    private static void takeOnOfficers(Path folder) {
        if (NodeLocation.ofFolder(folder).isPresent()) {
            try (NodeClient client =
                    new NodeClient(() -> NodeLocation.ofFolder(folder).orElseThrow())) {
                OfficerRoll.takeOn(folder, client);
            }
        }
    }

    private void ready(NodeFolder folder, ServedNode node, Optional<Integer> log, Instant began) {
        Terminal terminal = session.terminal();
        Duration took = Duration.between(began, session.clock().instant());
        String peers = folder.settings().peersHost() + ":" + node.peersPort();
        String officers = folder.settings().officersHost() + ":" + node.officersPort();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("member", folder.settings().member());
            line.put("realm", folder.settings().realm());
            line.put("peers", peers);
            line.put("officers", officers);
            log.ifPresent(port -> line.put("log", logHost + ":" + port));
            line.put("dir", folder.path().toString());
            line.put("tookMs", took.toMillis());
            terminal.line(Json.line(line));
        } else {
            terminal.line(terminal.good("\u25cf") + " " + folder.settings().member() + " is ready after "
                    + Shown.span(took) + ": nodes at " + peers + ", officers at " + officers
                    + log.map(port -> ", its log at " + logHost + ":" + port).orElse("") + " (Ctrl-C ends it)");
        }
        terminal.out().flush();
    }

    private static Optional<Throwable> await(CompletableFuture<Optional<Throwable>> end) {
        try {
            return end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e);
        }
    }
}
