package org.comity.cli.setup;

import java.util.concurrent.Callable;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code comity completion}. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh. Needs no running node.",
        footer = {"", "Example:", "  source <(comity completion)"})
public final class CompletionCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.terminal().out().print(AutoComplete.bash("comity", spec.root().commandLine()));
        return ExitCode.OK.number();
    }
}
