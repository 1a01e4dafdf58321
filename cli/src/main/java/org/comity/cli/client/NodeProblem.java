package org.comity.cli.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A problem (RFC 9457) that the node answered. */
public final class NodeProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String slug;
    private final Optional<String> remedy;

    NodeProblem(int status, String slug, String detail, Optional<String> remedy) {
        super(detail);
        this.status = status;
        this.slug = slug;
        this.remedy = remedy;
    }

    static NodeProblem of(int status, byte[] body) {
        try {
            JsonNode problem = Json.read(body);
            String type = Json.optional(problem, "type").orElse("");
            return new NodeProblem(
                    status,
                    type.substring(type.lastIndexOf('/') + 1),
                    Json.optional(problem, "detail").orElse("the node answered status " + status),
                    Json.optional(problem, "remedy"));
        } catch (Json.UnreadableAnswer e) {
            return new NodeProblem(status, "", "the node answered status " + status, Optional.empty());
        }
    }

    public int status() {
        return status;
    }

    /** The stable name of the problem. */
    public String slug() {
        return slug;
    }

    /** What to do next, if the node knows. */
    public Optional<String> remedy() {
        return remedy;
    }

    /** Whether the same request may succeed later. */
    public boolean isTemporary() {
        return status == 429 || status == 503;
    }
}
