package org.comity.cli.directory;

import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code comity card}. */
@Command(
        name = "card",
        description = "The own card: show it, or issue it anew.",
        footer = {"", "Example:", "  comity card show"})
public final class CardCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(new CardCommand(), new CardShowCommand(session), new CardRenewCommand(session));
    }
}
