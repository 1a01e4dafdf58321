package org.comity.cli.casework;

import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code comity request}. */
@Command(
        name = "request",
        description = "Ask another member for something: preservation of data.",
        footer = {"", "Example:", "  comity request preservation --help"})
public final class RequestCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(
                new RequestCommand(),
                new RequestPreservationCommand(session),
                new RequestDiscardCommand(session),
                new RequestEmergencyCommand(session));
    }
}
