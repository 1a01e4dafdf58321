package org.comity.cli.exchange;

import org.comity.cli.casework.CaseCommand;
import org.comity.cli.casework.RequestText;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.evidence.EvidenceText;
import org.comity.cli.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity show}. */
@Command(
        name = "show",
        description = "Show a request, a case, a message or an item of evidence, by its name.",
        footer = {
            "",
            "Names: R-2026-000001 a request, C-2026-000001 a case, ev-... an item of evidence, a number a message.",
            "",
            "Example:",
            "  comity show R-2026-000001"
        })
public final class ShowCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "What to show.")
    private String name = "";

    public ShowCommand(Session session) {
        super(session);
    }

    @Override
    protected void check() {
        var _ = path();
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return client.get(path());
    }

    private String path() {
        String part = NodeClient.escaped(name);
        if (name.startsWith("R-")) {
            return "/v1/requests/" + part;
        }
        if (name.startsWith("C-")) {
            return "/v1/cases/" + part;
        }
        if (name.startsWith("ev-")) {
            return "/v1/evidence/" + part;
        }
        if (name.matches("[0-9]{1,18}")) {
            return "/v1/messages/" + part;
        }
        throw CommandFailed.usage(
                name + " is no name of a request, a case, a message or an item",
                "names look like R-2026-000001, C-2026-000001, ev-..., or are numbers; see: comity inbox");
    }

    @Override
    protected void show(JsonNode answer) {
        switch (name.charAt(0)) {
            case 'R' -> new RequestText(terminal()).request(answer);
            case 'C' -> CaseCommand.show(terminal(), answer);
            case 'e' -> EvidenceText.item(terminal(), answer);
            default -> message(answer);
        }
    }

    private void message(JsonNode message) {
        terminal()
                .line(terminal().strong("Message " + Json.text(message, "index")) + "  "
                        + Json.text(message, "direction") + "  " + Json.text(message, "kind"));
        terminal().gap();
        terminal().field("from", Json.text(message, "from"));
        terminal().field("to", Json.text(message, "to"));
        terminal().field("time", Json.time(message, "time").map(Shown::time).orElse("-") + ", by the sender's clock");
        terminal().field("log", Json.text(message, "origin") + ", leaf " + Json.text(message, "logIndex"));
        terminal().field("sequence", Json.text(message, "lane") + " " + Json.text(message, "sequence"));
        terminal()
                .field(
                        "record",
                        Shown.bytes(message.path("recordLength").asLong()) + ", SHA-256 "
                                + Shown.hash(Json.text(message, "recordDigest")));
        Json.optional(message, "caseId").ifPresent(id -> terminal().field("case", id));
        for (JsonNode approval : Json.items(message, "approvals")) {
            terminal()
                    .field(
                            "signed",
                            Json.text(approval, "role") + ", key " + Shown.hash(Json.text(approval, "keyId")) + ", "
                                    + Json.time(approval, "time")
                                            .map(Shown::time)
                                            .orElse("-"));
        }
        JsonNode delivery = message.path("delivery");
        if (delivery.isObject()) {
            times(delivery);
        }
        Json.optional(message, "body").ifPresent(body -> {
            terminal().gap();
            terminal().field("body", body);
        });
    }

    private void times(JsonNode delivery) {
        terminal()
                .field(
                        "\u25cb logged",
                        Json.time(delivery, "loggedAt").map(Shown::time).orElse("-"));
        terminal()
                .field(
                        "\u25d1 received",
                        Json.time(delivery, "receivedAt").map(Shown::time).orElse("not yet"));
        terminal()
                .field(
                        "\u25cf seen",
                        Json.time(delivery, "seenAt").map(Shown::time).orElse("not yet"));
        terminal()
                .field(
                        "witnessed",
                        Marks.witnesses(delivery)
                                + (delivery.path("witnessed").asBoolean() ? "" : ", the policy is not satisfied yet"));
    }
}
