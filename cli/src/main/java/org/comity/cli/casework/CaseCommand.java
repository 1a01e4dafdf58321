package org.comity.cli.casework;

import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import org.comity.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity case}. */
@Command(
        name = "case",
        description = "A case with its requests, timeline and clocks.",
        footer = {"", "Example:", "  comity case show C-2026-000001"})
public final class CaseCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(new CaseCommand(), new Show(session));
    }

    /** Prints a case. */
    public static void show(Terminal terminal, JsonNode file) {
        terminal.line(terminal.strong(Json.text(file, "id")) + "  opened "
                + Json.time(file, "opened").map(Shown::time).orElse("-"));
        terminal.gap();
        Table table = new Table("REQUEST", "SIDE", "PEER", "STATE", "TITLE");
        for (JsonNode request : Json.items(file, "requests")) {
            table.row(
                    Json.text(request, "id"),
                    Json.text(request, "side"),
                    Json.text(request, "peer"),
                    Json.text(request, "state"),
                    Json.text(request, "title"));
        }
        table.print(terminal, "The case has no requests.");
        RequestText text = new RequestText(terminal);
        text.timeline(file);
        text.clocks(file);
    }

    /** {@code comity case show}. */
    @Command(
            name = "show",
            description = "Show a case with its requests, timeline and clocks.",
            footer = {"", "Example:", "  comity case show C-2026-000001"})
    static final class Show extends NodeCommand {

        @Parameters(index = "0", paramLabel = "CASE", description = "Case, C-2026-000001.")
        private String id = "";

        Show(Session session) {
            super(session);
        }

        @Override
        protected JsonNode ask(NodeClient client) {
            return client.get("/v1/cases/" + NodeClient.escaped(id));
        }

        @Override
        protected void show(JsonNode file) {
            CaseCommand.show(terminal(), file);
        }
    }
}
