package org.comity.cli.casework;

import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity request send-emergency}. */
@Command(
        name = "send-emergency",
        description = "Send a request that states an emergency under the one signature it has.",
        footer = {
            "",
            "The other side sees that a signature is missing; it follows with comity sign, within the time that the procedure sets.",
            "",
            "Example:",
            "  comity request send-emergency R-2026-000001"
        })
final class RequestEmergencyCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "REQUEST", description = "Request, R-2026-000001.")
    private String request = "";

    RequestEmergencyCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return client.post("/v1/requests/" + NodeClient.escaped(request) + "/send-emergency");
    }

    @Override
    protected void show(JsonNode answer) {
        new RequestText(terminal()).request(answer.path("request"));
    }
}
