package org.comity.node.bundle;

import java.util.Map;
import java.util.function.BiConsumer;
import org.comity.node.record.Act;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import tools.jackson.databind.JsonNode;

/** The body of an act as rows of a name and a value, for people. Knows no kind of act, so it can show those of a later version. */
final class BodyRows {

    private static final int MAX_ROWS = 300;
    private static final int MAX_CHARACTERS = 4_000;

    private final BiConsumer<String, String> rows;
    private int written;

    private BodyRows(BiConsumer<String, String> rows) {
        this.rows = rows;
    }

    /** Gives plain text; the caller makes it safe for where it goes. */
    static void write(Act act, BiConsumer<String, String> rows) {
        if (!act.mediaType().equals(JsonBody.MEDIA_TYPE)) {
            rows.accept("Body", act.body().length + " bytes of " + act.mediaType() + ", in the record");
            return;
        }
        JsonNode body;
        try {
            body = JsonBody.read(act.body(), JsonNode.class);
        } catch (MalformedRecord e) {
            rows.accept("Body", "not readable as the JSON that it says it is");
            return;
        }
        BodyRows writer = new BodyRows(rows);
        writer.walk("", body);
        if (writer.written > MAX_ROWS) {
            rows.accept("More", "is in the record, beyond " + MAX_ROWS + " values");
        }
    }

    private void walk(String name, JsonNode node) {
        if (written > MAX_ROWS) {
            return;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                walk(name.isEmpty() ? field.getKey() : name + " / " + field.getKey(), field.getValue());
            }
        } else if (node.isArray()) {
            int number = 0;
            for (JsonNode item : node) {
                walk(name + " " + ++number, item);
            }
        } else if (!node.isNull()) {
            written++;
            if (written <= MAX_ROWS) {
                rows.accept(name, shortened(node.asString()));
            }
        }
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return text.substring(0, end) + " ... (" + text.length() + " characters, in full in the record)";
    }
}
