package org.comity.cli.casework;

import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity request discard}. */
@Command(
        name = "discard",
        description = "Give up what waits for signatures: an unsent request, or an answer.",
        footer = {"", "Example:", "  comity request discard R-2026-000001"})
final class RequestDiscardCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "REQUEST", description = "Request, R-2026-000001.")
    private String request = "";

    RequestDiscardCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return client.delete("/v1/requests/" + NodeClient.escaped(request) + "/draft");
    }

    @Override
    protected void show(JsonNode answer) {
        terminal().line("What waited for signatures under " + ForeignText.line(request) + " is given up.");
    }
}
