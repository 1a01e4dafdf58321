package org.comity.cli.casework;

import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A step in the life of a request that is told to the other side. */
abstract class AnswerCommand extends NodeCommand {

    private final String step;

    @Parameters(index = "0", paramLabel = "REQUEST", description = "Request, R-2026-000001.")
    private String request = "";

    /** @param step the last part of the step's path */
    AnswerCommand(Session session, String step) {
        super(session);
        this.step = step;
    }

    /** What is told beside the fact; nothing if it is empty. */
    abstract Map<String, Object> body();

    /** Who signs at once, for steps that need a signature. */
    Optional<OfficerPen> pen() {
        return Optional.empty();
    }

    Optional<String> role() {
        return Optional.empty();
    }

    @Override
    protected final JsonNode ask(NodeClient client) {
        Optional<OfficerPen> pen = pen();
        Map<String, Object> body = body();
        String path = "/v1/requests/" + NodeClient.escaped(request) + "/" + step;
        JsonNode acted = body.isEmpty() ? client.post(path) : client.post(path, body);
        return pen.isPresent() ? Signing.sign(client, pen.get(), request, role()) : acted;
    }

    @Override
    protected final void show(JsonNode acted) {
        JsonNode summary = acted.path("request").path("summary");
        if (acted.path("message").isObject()) {
            terminal()
                    .line(terminal().good("\u2713") + " " + ForeignText.line(request) + " is now "
                            + ForeignText.line(Json.text(summary, "state")) + "; "
                            + ForeignText.line(Json.text(summary, "peer")) + " is told by number "
                            + Json.text(acted.path("message"), "index") + " of the own log.");
        } else {
            terminal()
                    .line(ForeignText.line(request) + " is still " + ForeignText.line(Json.text(summary, "state"))
                            + ".");
            new RequestText(terminal()).waiting(acted.path("request").path("draft"));
        }
    }
}
