package org.comity.cli.exchange;

import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code comity parcel}. */
@Command(
        name = "parcel",
        description = "Messages as files, for mail or a stick: export, import.",
        footer = {
            "",
            "A parcel is sealed to the member it is for. It may arrive late, twice, or after a later one. Where it is imported a file with the receipts is written, to be brought back and imported here.",
            "",
            "Example:",
            "  comity parcel export BR to-BR.parcel",
            "  comity parcel import to-BR.parcel",
            "  comity parcel import to-BR.parcel.receipts"
        })
public final class ParcelCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(new ParcelCommand(), new ParcelExportCommand(session), new ParcelImportCommand(session));
    }
}
