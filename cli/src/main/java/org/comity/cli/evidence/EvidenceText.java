package org.comity.cli.evidence;

import org.comity.cli.client.Json;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/** An item of evidence and its chain of custody, in words. */
public final class EvidenceText {

    private EvidenceText() {}

    /** An item with its custody. */
    public static void item(Terminal terminal, JsonNode detail) {
        JsonNode item = detail.path("item");
        head(terminal, item);
        terminal.gap();
        for (JsonNode entry : Json.items(detail, "custody")) {
            terminal.mark(
                    "",
                    ForeignText.line(Json.time(entry, "at").map(Shown::time).orElse("-") + "  "
                            + Terminal.pad(Json.text(entry, "event"), 10) + "  " + Json.text(entry, "who")));
            Json.optional(entry, "note")
                    .filter(note -> !note.isEmpty())
                    .ifPresent(note -> terminal.field("", "note: " + note));
        }
    }

    /** An item alone. */
    static void head(Terminal terminal, JsonNode item) {
        terminal.line(terminal.strong(Json.text(item, "id")) + "  "
                + ForeignText.line(Json.optional(item, "name").orElse("(erased)")));
        terminal.gap();
        terminal.field("state", Json.text(item, "state"));
        terminal.field("case", Json.text(item, "caseId"));
        terminal.field("SHA-256", Json.text(item, "sha256"));
        terminal.field(
                "size",
                Json.optional(item, "length")
                        .map(length -> length + " bytes (" + Shown.bytes(Long.parseLong(length)) + ")")
                        .orElse("-"));
        terminal.field("type", Json.text(item, "mediaType"));
        terminal.field("taken in", Json.time(item, "made").map(Shown::time).orElse("-"));
        Json.optional(item, "source").ifPresent(source -> terminal.field("from", source));
        JsonNode terms = item.path("terms");
        if (terms.isObject()) {
            terminal.field("onward", Json.text(terms, "onward"));
            Json.items(terms, "useLimits").forEach(limit -> terminal.field("use limit", limit.asString()));
            Json.optional(terms, "conditions")
                    .filter(conditions -> !conditions.isEmpty())
                    .ifPresent(conditions -> terminal.field("conditions", conditions));
        }
    }
}
