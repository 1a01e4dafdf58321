package org.comity.cli.casework;

import java.util.Map;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.OfficerOptions;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code comity sign}. */
@Command(
        name = "sign",
        description = "Sign what waits for an officer's signature.",
        footer = {
            "",
            "Shows what is signed, builds the signed bytes here from what it shows, and signs with the officer's own key, which never leaves this machine. With the last signature that is needed the message goes. --show only shows.",
            "",
            "Example:",
            "  comity sign R-2026-000001 --as officer-2"
        })
public final class SignCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "REQUEST", description = "Request whose message waits, R-2026-000001.")
    private String request = "";

    @Mixin
    private final OfficerOptions officer = new OfficerOptions();

    @Option(names = "--show", description = "Show what would be signed, and sign nothing.")
    private boolean only;

    public SignCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        OfficerPen pen = officer.pen(session(), node());
        JsonNode statement = Signing.statement(client, pen, request, officer.role());
        JsonNode acted =
                only ? JsonMapper.shared().valueToTree(Map.of()) : Signing.handIn(client, pen, request, statement);
        ObjectNode both = JsonMapper.shared().createObjectNode();
        both.set("statement", statement);
        both.set("acted", acted);
        return both;
    }

    @Override
    protected void show(JsonNode answer) {
        JsonNode statement = answer.path("statement");
        terminal().line(terminal().strong(only ? "To be signed:" : "Signed:"));
        terminal().field("kind", Json.text(statement, "kind"));
        terminal().field("from", Json.text(statement, "sender") + "/" + Json.text(statement, "fromAuthority"));
        terminal()
                .field(
                        "to",
                        Json.text(statement, "recipient")
                                + Json.optional(statement, "toAuthority")
                                        .map(a -> "/" + a)
                                        .orElse(""));
        terminal().field("as", Json.text(statement, "role"));
        terminal().field("body", "SHA-256 " + Shown.hash(Json.text(statement, "bodyDigest")));
        Json.optional(statement, "body").ifPresent(this::body);
        JsonNode acted = answer.path("acted");
        if (only) {
            return;
        }
        terminal().gap();
        if (acted.path("message").isObject()) {
            terminal()
                    .line(terminal().good("\u2713") + " Sent: it is number " + Json.text(acted.path("message"), "index")
                            + " in the own log.");
        } else {
            new RequestText(terminal()).waiting(acted.path("request").path("draft"));
        }
    }

    private void body(String text) {
        JsonNode body = JsonMapper.shared().readTree(text);
        terminal().gap();
        if (body.has("selectors")) {
            new RequestText(terminal()).body(body);
        } else {
            body.properties()
                    .forEach(entry -> terminal()
                            .field(
                                    entry.getKey(),
                                    entry.getValue().isValueNode()
                                            ? entry.getValue().asString()
                                            : entry.getValue().toString()));
        }
    }
}
