package org.comity.cli.evidence;

import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code comity evidence}. */
@Command(
        name = "evidence",
        description = "Items of evidence: add, list, send, fetch, read, erase.",
        footer = {"", "Example:", "  comity evidence add access.log --case C-2026-000001"})
public final class EvidenceCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(
                new EvidenceCommand(),
                new EvidenceAddCommand(session),
                new EvidenceListCommand(session),
                new EvidenceSendCommand(session),
                new EvidenceFetchCommand(session),
                new EvidenceReadCommand(session),
                new EvidenceEraseCommand(session));
    }
}
