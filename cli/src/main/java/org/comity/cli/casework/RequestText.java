package org.comity.cli.casework;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.comity.cli.client.Json;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/** A request and what belongs to it, in words. */
public final class RequestText {

    /** Members that say where a message stands in a log; the number of the message says enough here. */
    private static final Set<String> PLACE = Set.of("origin", "index", "entry");

    private final Terminal terminal;

    public RequestText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** All that is known of a request. */
    public void request(JsonNode request) {
        JsonNode summary = request.path("summary");
        head(summary);
        terminal.gap();
        terminal.field("state", Json.text(summary, "state") + deliveryOf(summary));
        terminal.field("signatures", Json.text(summary, "signatures"));
        terminal.field(
                summary.path("side").asString().equals("requested") ? "from" : "to",
                Json.text(summary, "peer") + "/"
                        + (summary.path("side").asString().equals("requested")
                                ? Json.text(summary, "from")
                                : Json.text(summary, "to")));
        terminal.field("case", Json.text(summary, "caseId"));
        Json.optional(request, "ownReference").ifPresent(reference -> terminal.field("reference", reference));
        if (request.path("request").isObject()) {
            terminal.gap();
            body(request.path("request"));
        }
        warnings(request);
        timeline(request);
        clocks(request);
        waiting(request.path("draft"));
    }

    private void head(JsonNode summary) {
        String urgency = Json.text(summary, "urgency");
        terminal.line(terminal.strong(Json.text(summary, "id")) + "  preservation  "
                + (urgency.equals("routine") ? "" : terminal.bad(ForeignText.line(urgency)) + "  ")
                + ForeignText.line(Json.optional(summary, "title").orElse("(erased)")));
    }

    private static String deliveryOf(JsonNode summary) {
        return Json.optional(summary, "delivery")
                .map(delivery -> ", " + delivery)
                .orElse("");
    }

    /** The request itself, as its officers signed it. */
    void body(JsonNode body) {
        terminal.field("authority", Json.text(body, "authority"));
        JsonNode offence = body.path("offence");
        terminal.field(
                "offence",
                Json.text(offence, "title") + "; " + Json.text(offence, "statute")
                        + Json.optional(offence, "maximumPenaltyYears")
                                .map(years -> "; up to " + years + " years")
                                .orElse("")
                        + Json.optional(offence, "conventionArticle")
                                .map(article -> "; Convention, art. " + article)
                                .orElse(""));
        terminal.field("facts", Json.text(body, "facts"));
        for (JsonNode selector : Json.items(body, "selectors")) {
            terminal.field("preserve", selector(selector));
        }
        terminal.field("data", words(body, "categories"));
        if (body.path("period").isObject()) {
            terminal.field(
                    "of", Json.text(body.path("period"), "from") + " to " + Json.text(body.path("period"), "to"));
        }
        terminal.field("link", Json.text(body, "link"));
        terminal.field("necessity", Json.text(body, "necessity"));
        Json.optional(body, "custodian").ifPresent(custodian -> terminal.field("custodian", custodian));
        terminal.field("for", Json.text(body, "days") + " days");
        terminal.field("basis", words(body, "legalBasis"));
        if (body.path("secrecy").asBoolean()) {
            terminal.field("secrecy", "to be kept from the user");
        }
        if (body.path("deadline").isObject()) {
            terminal.field(
                    "deadline",
                    Json.text(body.path("deadline"), "suggested") + ": " + Json.text(body.path("deadline"), "reason"));
        }
        if (body.path("emergency").isObject()) {
            terminal.field("EMERGENCY", Json.text(body.path("emergency"), "danger"));
            terminal.field("imminent", Json.text(body.path("emergency"), "imminence"));
        }
    }

    private static String selector(JsonNode selector) {
        String type = Json.text(selector, "type");
        String rest = selector.properties().stream()
                .filter(entry ->
                        !entry.getKey().equals("type") && !entry.getValue().isNull())
                .map(entry -> entry.getKey() + " " + entry.getValue().asString())
                .collect(Collectors.joining(", "));
        return type + ": " + rest;
    }

    private static String words(JsonNode object, String member) {
        return Json.items(object, member).stream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }

    private void warnings(JsonNode request) {
        for (JsonNode name : Json.items(request, "steeredTexts")) {
            terminal.field("careful", name.asString() + " holds characters that steer the direction of writing");
        }
        for (JsonNode advice : Json.items(request, "advisedMissing")) {
            terminal.field(
                    "advised", Json.text(advice, "field") + " is left out (" + Json.text(advice, "source") + ")");
        }
    }

    /** What happened, oldest first. */
    void timeline(JsonNode owner) {
        List<JsonNode> entries = Json.items(owner, "timeline");
        if (entries.isEmpty()) {
            return;
        }
        terminal.gap();
        for (JsonNode entry : entries) {
            String who = Json.optional(entry, "officer").orElseGet(() -> Json.text(entry, "actor"));
            String answer = entry.path("answer").isObject() ? answer(entry.path("answer")) : "";
            terminal.mark(
                    "",
                    ForeignText.line(Json.time(entry, "at").map(Shown::time).orElse("-") + "  "
                            + Terminal.pad(Json.text(entry, "event"), 16) + "  " + Terminal.pad(who, 10) + "  "
                            + Json.optional(entry, "delivery").orElse("")));
            if (!answer.isEmpty()) {
                terminal.field("", "told: " + answer);
            }
        }
    }

    private static String answer(JsonNode answer) {
        return answer.properties().stream()
                .filter(entry -> !PLACE.contains(entry.getKey()))
                .filter(entry ->
                        entry.getValue().isValueNode() || !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " "
                        + (entry.getValue().isArray()
                                ? entry.getValue().values().stream()
                                        .map(JsonNode::asString)
                                        .collect(Collectors.joining("; "))
                                : entry.getValue().asString()))
                .collect(Collectors.joining(", "));
    }

    /** Spans of time that run, by when they run out. */
    void clocks(JsonNode owner) {
        List<JsonNode> clocks = Json.items(owner, "clocks");
        if (clocks.isEmpty()) {
            return;
        }
        terminal.gap();
        for (JsonNode clock : clocks) {
            terminal.field(
                    "clock",
                    Json.text(clock, "name") + ": " + Json.text(clock, "phase") + ", due "
                            + Json.time(clock, "due").map(Shown::time).orElse("-") + " (" + Json.text(clock, "source")
                            + ")");
        }
    }

    /** What to do with a message that waits for signatures. */
    void waiting(JsonNode draft) {
        if (!draft.isObject()) {
            return;
        }
        int signed = Json.items(draft, "signedBy").size();
        terminal.gap();
        terminal.field(
                "waits",
                Json.text(draft, "kind") + " to " + Json.text(draft, "to") + ": signed by " + signed + " of "
                        + Json.text(draft, "needed") + " ("
                        + words(draft, "roles") + ")");
        terminal.field("next", "comity sign " + Json.text(draft, "request") + " --as OFFICER");
    }
}
