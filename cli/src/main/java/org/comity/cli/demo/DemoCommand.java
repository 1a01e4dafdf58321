package org.comity.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.LogFile;
import org.comity.cli.command.Session;
import org.comity.cli.command.Stopping;
import org.comity.node.driver.Threads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code comity demo}. */
@Command(
        name = "demo",
        description = "Play the main job between three members on this machine, with real keys and sockets.",
        footer = {
            "",
            "Needs no running node. Everything lies under DIR afterwards: three nodes, which comity start can run again, and the proof in DIR/bundle.zip.",
            "",
            "Example:",
            "  comity demo",
            "  comity demo --evidence disk.img --dir trial --stay"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final String DEFAULT_DIR = "comity-demo";
    private static final int TURN_THREADS = 3;

    private final Session session;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = DEFAULT_DIR,
            description =
                    "Folder to put everything in; ${DEFAULT-VALUE} if not said. That of an earlier demo is replaced.")
    private String dir = DEFAULT_DIR;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description = "Evidence to send, of any size; an access log of this very run if not said.")
    private Optional<String> evidence = Optional.empty();

    @Option(names = "--stay", description = "Keep the nodes running at the end and print where they are.")
    private boolean stay;

    @Option(names = "--json", description = "Print what was proved as one line of JSON at the end.")
    private boolean json;

    public DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> file = evidence.map(session::path);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw CommandFailed.usage(
                    evidence.orElseThrow() + " cannot be read", "give a file for --evidence that exists");
        }
        Path folder = DemoFolder.prepare(session, session.path(dir));
        Story story = new Story(session);
        try (Stopping stopping = Stopping.watch();
                LogFile _ = LogFile.direct(folder);
                Threads threads = new Threads(TURN_THREADS);
                Play play = new Play(session, story, folder, threads)) {
            Proved proved = play.run(file);
            story.proved(proved);
            if (stay) {
                play.addresses();
                session.terminal().line("Running until Ctrl-C.");
                session.terminal().out().flush();
                stopping.wished().join();
            }
            if (json) {
                session.terminal().line(Json.line(proved.described()));
            }
        }
        return ExitCode.OK.number();
    }
}
