package org.comity.cli.exchange;

import org.comity.cli.client.Json;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import org.comity.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/** Requests, one a row. */
final class RequestTable {

    private RequestTable() {}

    static void print(Terminal terminal, JsonNode answer, String peerHeading, String whenEmpty) {
        Table table = new Table("REQUEST", peerHeading, "STATE", "SINCE", "TITLE");
        for (JsonNode request : Json.items(answer, "items")) {
            String urgency = Json.text(request, "urgency");
            table.row(
                    Json.text(request, "id"),
                    Json.text(request, "peer"),
                    Json.text(request, "state"),
                    Json.time(request, "moments", "opened").map(Shown::minute).orElse("-"),
                    (urgency.equals("routine") ? "" : urgency + ": ") + Json.text(request, "title"));
        }
        table.print(terminal, whenEmpty);
    }
}
