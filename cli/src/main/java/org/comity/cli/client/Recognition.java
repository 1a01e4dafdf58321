package org.comity.cli.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How a member is recognised: each officer signs what was compared, then both approvals are handed in with the card. */
public final class Recognition {

    /** An officer who signs in a role. */
    public record Signer(OfficerPen pen, String role) {}

    private Recognition() {}

    /**
     * Recognises a member by its card.
     *
     * @param fingerprint words or digits as they were heard; without them nothing was compared
     * @param signers officers who compared; none when nothing was compared
     */
    public static JsonNode admit(NodeClient node, String armour, Optional<String> fingerprint, List<Signer> signers) {
        List<Map<String, Object>> approvals = new ArrayList<>();
        for (Signer signer : signers) {
            Map<String, Object> asked = new LinkedHashMap<>();
            asked.put("card", armour);
            asked.put("fingerprint", fingerprint);
            asked.put("role", signer.role());
            asked.put("timeMs", signer.pen().nowMs());
            approvals.add(signer.pen().sign(node.post("/v1/members/statement", asked)));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("card", armour);
        body.put("fingerprint", fingerprint);
        body.put("approvals", approvals);
        return node.post("/v1/members", body);
    }
}
