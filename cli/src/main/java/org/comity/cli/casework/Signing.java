package org.comity.cli.casework;

import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.client.Officers;
import org.comity.cli.command.CommandFailed;
import tools.jackson.databind.JsonNode;

/** An officer's signature under the message of a request that waits for one. */
public final class Signing {

    private Signing() {}

    /**
     * What the officer is to sign.
     *
     * @param wanted role to sign in; otherwise the first of the officer's that fits
     */
    static JsonNode statement(NodeClient node, OfficerPen pen, String request, Optional<String> wanted) {
        String path = "/v1/requests/" + NodeClient.escaped(request);
        JsonNode draft = node.get(path).path("draft");
        if (!draft.isObject()) {
            throw CommandFailed.of(
                    "nothing about " + request + " waits for a signature", "look at it with: comity show " + request);
        }
        String role = wanted.or(() -> Officers.role(
                        node,
                        pen.keyId(),
                        Json.items(draft, "roles").stream()
                                .map(JsonNode::asString)
                                .toList()))
                .orElseThrow(() -> CommandFailed.of(
                        "the officer has none of the roles that sign " + Json.text(draft, "kind"),
                        "an officer in one of these roles must sign: " + draft.path("roles")));
        return node.get(path + "/statement?role=" + NodeClient.escaped(role) + "&timeMs=" + pen.nowMs());
    }

    /** Signs without asking back; what the node then says of the request. */
    public static JsonNode sign(NodeClient node, OfficerPen pen, String request, Optional<String> wanted) {
        return handIn(node, pen, request, statement(node, pen, request, wanted));
    }

    static JsonNode handIn(NodeClient node, OfficerPen pen, String request, JsonNode statement) {
        return node.post("/v1/requests/" + NodeClient.escaped(request) + "/signatures", pen.sign(statement));
    }
}
