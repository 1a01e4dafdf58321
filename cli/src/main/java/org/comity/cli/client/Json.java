package org.comity.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.comity.node.record.JsonBody;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the node answers it, read leniently: a newer node may say more than this program knows. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    /** @throws UnreadableAnswer when it is not JSON */
    static JsonNode read(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new UnreadableAnswer("the node answered what is not JSON", e);
        }
    }

    /** On one line. */
    public static String line(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** What a node is told, in the one form it takes; an absent {@code Optional} is written as null. */
    static byte[] bytes(Object value) {
        return JsonBody.write(value);
    }

    /** The text or number of a member, or a hyphen when there is none. */
    public static String text(JsonNode object, String member) {
        return optional(object, member).orElse("-");
    }

    /** The text or number of a member, found by its names from the outside in. */
    public static Optional<String> optional(JsonNode object, String... path) {
        JsonNode at = object;
        for (String member : path) {
            at = at.path(member);
        }
        return at.isValueNode() && !at.isNull() ? Optional.of(at.asString()) : Optional.empty();
    }

    public static Optional<Instant> time(JsonNode object, String... path) {
        return optional(object, path).map(Instant::parse);
    }

    /** The items of a list, none when there is no list. */
    public static List<JsonNode> items(JsonNode object, String member) {
        return StreamSupport.stream(object.path(member).spliterator(), false).toList();
    }

    /** An answer that is not what a node answers. */
    public static final class UnreadableAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableAnswer(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
