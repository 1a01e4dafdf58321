package org.comity.cli.exchange;

import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code comity status}. */
@Command(
        name = "status",
        description = "How the node is.",
        footer = {"", "Ends with 75 when it is not running.", "", "Example:", "  comity status"})
public final class StatusCommand extends NodeCommand {

    public StatusCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return client.get("/v1/status");
    }

    @Override
    protected void show(JsonNode status) {
        terminal().line(terminal().good("\u25cf") + " The node of " + Json.text(status, "member") + " is running.");
        terminal().gap();
        terminal().field("realm", Json.text(status, "realm"));
        terminal().field("log", Json.text(status, "origin"));
        terminal()
                .field(
                        "leaves",
                        Json.text(status, "committed") + " durable, "
                                + Json.optional(status, "released").orElse("none yet")
                                + " under a signed checkpoint");
        terminal().field("standing", standing(Json.text(status, "standing")));
        Json.optional(status, "frozen")
                .ifPresent(why -> terminal().field("frozen", terminal().bad(why)));
        terminal().field("waiting", Json.text(status, "waiting") + " works");
    }

    private static String standing(String word) {
        return switch (word) {
            case "live" -> "live: most members have said what they hold of this log";
            case "provisional" -> "provisional: most members have not said yet what they hold of this log";
            case "frozen" -> "frozen: nothing is signed or taken any more, everything stays readable";
            default -> word;
        };
    }
}
