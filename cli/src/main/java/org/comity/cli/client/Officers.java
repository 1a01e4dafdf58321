package org.comity.cli.client;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The officers in service, as the node lists them. */
public final class Officers {

    private Officers() {}

    /**
     * The first role that the holder of a key has and that fits.
     *
     * @param fitting words of roles, best first
     */
    public static Optional<String> role(NodeClient node, String keyId, Collection<String> fitting) {
        List<JsonNode> officers = Json.items(node.get("/v1/officers?size=200"), "items");
        List<String> roles = officers.stream()
                .filter(officer -> Json.optional(officer, "key", "keyId").equals(Optional.of(keyId)))
                .flatMap(officer -> Json.items(officer, "roles").stream())
                .map(JsonNode::asString)
                .toList();
        return fitting.stream().filter(roles::contains).findFirst();
    }
}
