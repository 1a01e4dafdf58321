package org.comity.cli.directory;

import java.time.Duration;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity member list}. */
@Command(
        name = "list",
        description = "List the members that this node recognises, or show one.",
        footer = {"", "Example:", "  comity member list", "  comity member list BR"})
final class MemberListCommand extends NodeCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "CODE", description = "Show this member with its card.")
    private Optional<String> code = Optional.empty();

    MemberListCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return code.isPresent()
                ? client.get("/v1/members/" + NodeClient.escaped(code.get()))
                : client.get("/v1/members?size=200");
    }

    @Override
    protected void show(JsonNode answer) {
        if (code.isPresent()) {
            showOne(answer.path("member"), answer.path("card"));
            return;
        }
        Table table = new Table("MEMBER", "NAME", "SINCE", "LINK", "LOG");
        for (JsonNode member : Json.items(answer, "items")) {
            table.row(
                    Json.text(member, "member"),
                    name(member),
                    Json.time(member, "since").map(Shown::minute).orElse("-"),
                    member.path("recognised").asBoolean() ? Json.text(member, "link") : "withdrawn",
                    Json.text(member, "origin") + (member.path("offered").isObject() ? "  (offers a newer card)" : ""));
        }
        table.print(terminal(), "No member is recognised yet. Admit one with: comity member admit CARD");
        for (JsonNode member : Json.items(answer, "items")) {
            if (member.path("offered").isObject()) {
                tellOffer(member);
            }
        }
    }

    private void tellOffer(JsonNode member) {
        String of = Json.text(member, "member");
        terminal()
                .remark(of + " has a newer card, with the log " + Json.text(member.path("offered"), "origin")
                        + ". Telephone it; two officers confirm it: comity member admit --offered " + of + " ...");
    }

    private static String name(JsonNode member) {
        return Json.optional(member, "names", "en")
                .orElseGet(() -> member.path("names").values().stream()
                        .findFirst()
                        .map(JsonNode::asString)
                        .orElse("-"));
    }

    private static String clock(long seconds) {
        return Shown.span(Duration.ofSeconds(Math.abs(seconds))) + (seconds < 0 ? " behind" : " ahead of") + " ours";
    }

    private void showOne(JsonNode member, JsonNode card) {
        terminal()
                .line(terminal().strong(Json.text(member, "member")) + "  "
                        + org.comity.cli.terminal.ForeignText.line(name(member)));
        terminal().gap();
        terminal()
                .field(
                        "state",
                        (member.path("recognised").asBoolean() ? "recognised since " : "withdrawn, recognised since ")
                                + Json.time(member, "since").map(Shown::time).orElse("-"));
        terminal()
                .field(
                        "link",
                        Json.text(member, "link")
                                + Json.optional(member, "linkDetail")
                                        .map(d -> ", " + d)
                                        .orElse(""));
        Json.optional(member, "clockSkewSeconds")
                .ifPresent(seconds -> terminal().field("clock", clock(Long.parseLong(seconds))));
        terminal().field("log", Json.text(member, "origin"));
        Json.items(member, "addresses").forEach(address -> terminal().field("address", address.asString()));
        terminal().field("words", Json.text(member, "words"));
        terminal().field("digits", Json.text(member, "digits"));
        JsonNode offer = member.path("offered");
        if (offer.isObject()) {
            terminal()
                    .field(
                            "offered",
                            "a card of revision " + Json.text(offer, "revision") + " with the log "
                                    + Json.text(offer, "origin") + ", since "
                                    + Json.time(offer, "since").map(Shown::time).orElse("-"));
        }
        for (JsonNode authority : Json.items(card, "authorities")) {
            terminal()
                    .field(
                            "authority",
                            Json.text(member, "member") + "/" + Json.text(authority, "id") + ", "
                                    + Json.text(authority, "kind") + ", " + Json.text(authority, "hours") + ": "
                                    + name(authority));
        }
        if (offer.isObject()) {
            tellOffer(member);
        }
    }
}
