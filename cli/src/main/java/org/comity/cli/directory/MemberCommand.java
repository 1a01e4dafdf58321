package org.comity.cli.directory;

import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code comity member}. */
@Command(
        name = "member",
        description = "Other members: admit, list, ping, withdraw.",
        footer = {"", "Example:", "  comity member list"})
public final class MemberCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(
                new MemberCommand(),
                new MemberAdmitCommand(session),
                new MemberListCommand(session),
                new MemberPingCommand(session),
                new MemberWithdrawCommand(session));
    }
}
