package org.comity.cli.evidence;

import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code comity evidence list}. */
@Command(
        name = "list",
        description = "List the items of a case.",
        footer = {"", "Example:", "  comity evidence list --case C-2026-000001"})
final class EvidenceListCommand extends NodeCommand {

    @Option(names = "--case", required = true, paramLabel = "CASE", description = "Case, C-2026-000001.")
    private String caseId = "";

    EvidenceListCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return client.get("/v1/evidence?size=200&case=" + NodeClient.escaped(caseId));
    }

    @Override
    protected void show(JsonNode answer) {
        Table table = new Table("ITEM", "NAME", "SIZE", "SHA-256", "STATE");
        for (JsonNode item : Json.items(answer, "items")) {
            table.row(
                    Json.text(item, "id"),
                    Json.text(item, "name"),
                    Json.optional(item, "length")
                            .map(Long::parseLong)
                            .map(Shown::bytes)
                            .orElse("-"),
                    Shown.hash(Json.text(item, "sha256")),
                    Json.text(item, "state"));
        }
        table.print(terminal(), "The case has no items. Add one with: comity evidence add FILE --case " + caseId);
    }
}
