package org.comity.cli.setup;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.record.JsonBody;
import org.comity.tlog.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Touches what short commands use, so that the launcher can keep those classes in an AOT cache. */
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
    public Integer call() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        spec.root().commandLine().usage(nowhere);
        spec.root().subcommands().values().forEach(line -> line.usage(nowhere));
        OfficerSecretKey key = OfficerSecretKey.generate(out -> java.util.Arrays.fill(out, (byte) 7));
        session.terminal().line(Json.line(JsonBody.read(JsonBody.write(new Touched(key.keyId())), Touched.class)));
        java.net.http.HttpClient.newHttpClient().close();
        return ExitCode.OK.number();
    }

    /** Something to be written and read. */
    record Touched(Hash keyId) {}
}
