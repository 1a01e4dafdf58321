package org.comity.cli;

import java.util.concurrent.Callable;
import org.comity.cli.command.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code comity} alone: shows what there is. */
@Command(
        name = "comity",
        versionProvider = Version.class,
        description = "Cooperation between states' authorities on cybercrime and cyber security.%n",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Each command explains itself with an example: comity COMMAND --help",
            "",
            "Example:",
            "  comity demo",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 3 a verification failed, 4 not anchored, 5 not proven, 69 no JDK 25, 75 not now: try again"
        })
final class RootCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean debug;

    @Override
    public Integer call() {
        CommandLine all = spec.commandLine();
        all.usage(all.getOut());
        return ExitCode.OK.number();
    }

    boolean debug() {
        return debug && !version;
    }
}
