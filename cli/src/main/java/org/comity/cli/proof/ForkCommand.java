package org.comity.cli.proof;

import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code comity fork}. */
@Command(
        name = "fork",
        description = "Logs of other members that signed two histories: list, export the evidence.",
        footer = {"", "Example:", "  comity fork list", "  comity fork export BR fork-BR.txt"})
public final class ForkCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(new ForkCommand(), new ForkListCommand(session), new ForkExportCommand(session));
    }
}
