package org.comity.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.LogFile;
import org.comity.cli.command.Session;
import org.comity.node.driver.Threads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs what commands and a starting node run, so that the launcher can keep those classes in an AOT cache. */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Used by the launcher after a build.",
        footer = {"", "Example:", "  comity warm-up"})
public final class WarmUpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Session session;

    public WarmUpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        spec.root().commandLine().usage(nowhere);
        spec.root().subcommands().values().forEach(line -> line.usage(nowhere));
        Path folder = Files.createTempDirectory("comity-warm-up");
        try (LogFile _ = LogFile.direct(folder);
                Threads threads = new Threads(1);
                DemoMember member = DemoMember.start(Cast.ASKING, folder, session, threads)) {
            session.terminal().line(member.node().get("/v1/status").toString());
        } finally {
            DemoFolder.remove(folder);
        }
        return ExitCode.OK.number();
    }
}
