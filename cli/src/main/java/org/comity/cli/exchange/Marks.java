package org.comity.cli.exchange;

import java.util.List;
import java.util.stream.Collectors;
import org.comity.cli.client.Json;
import org.comity.cli.terminal.ForeignText;
import tools.jackson.databind.JsonNode;

/** How far a message got, each state with a mark of its own. */
final class Marks {

    private Marks() {}

    /** The furthest state of a delivery: logged here, received there, seen by a person there. */
    static String state(JsonNode delivery) {
        if (Json.time(delivery, "seenAt").isPresent()) {
            return "\u25cf seen";
        }
        return Json.time(delivery, "receivedAt").isPresent() ? "\u25d1 received" : "\u25cb logged";
    }

    /** Who cosigned a checkpoint with the message; a tick where that satisfies the node's policy. */
    static String witnesses(JsonNode delivery) {
        List<JsonNode> all = Json.items(delivery, "witnesses");
        String names = all.isEmpty()
                ? "-"
                : all.stream().map(JsonNode::asString).map(ForeignText::line).collect(Collectors.joining(" "));
        return delivery.path("witnessed").asBoolean() ? "\u2713 " + names : names;
    }
}
