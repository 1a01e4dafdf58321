package org.comity.cli.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity evidence send}. */
@Command(
        name = "send",
        description = "Encrypt an item for a member and offer it; the member fetches it.",
        footer = {
            "",
            "The conditions travel with the item and bind the receiving node.",
            "",
            "Example:",
            "  comity evidence send ev-... --to VN --request R-2026-000001 \\",
            "    --use-limit \"only for case 12/2026\""
        })
final class EvidenceSendCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "ITEM", description = "Item, ev-...")
    private String item = "";

    @Option(names = "--to", required = true, paramLabel = "CODE", description = "Member that shall have it.")
    private String to = "";

    @Option(names = "--request", paramLabel = "REQUEST", description = "Request that it answers.")
    private Optional<String> request = Optional.empty();

    @Option(names = "--use-limit", paramLabel = "TEXT", description = "What it may be used for; repeatable.")
    private List<String> limits = new ArrayList<>();

    @Option(
            names = "--onward",
            paramLabel = "WORD",
            defaultValue = "forbidden",
            description = "Handing it on: forbidden, with-consent or allowed; ${DEFAULT-VALUE} if not said.")
    private String onward = "forbidden";

    @Option(names = "--conditions", paramLabel = "TEXT", defaultValue = "", description = "Other conditions.")
    private String conditions = "";

    @Option(names = "--basis", paramLabel = "TEXT", defaultValue = "", description = "Order or rule it is sent under.")
    private String basis = "";

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "A sentence for the chain of custody.")
    private String note = "";

    EvidenceSendCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Map<String, Object> offer = new LinkedHashMap<>();
        offer.put("to", to);
        offer.put("request", request);
        offer.put("useLimits", limits);
        offer.put("onward", onward);
        offer.put("conditions", conditions);
        offer.put("legalBasis", basis);
        offer.put("note", note);
        return client.postLong("/v1/evidence/" + NodeClient.escaped(item) + "/offers", offer);
    }

    @Override
    protected void show(JsonNode offered) {
        terminal()
                .line(terminal().good("\u2713") + " Offered to " + ForeignText.line(to) + ", number "
                        + Json.text(offered.path("message"), "index") + " of the own log.");
        terminal().field("sealed", Shown.bytes(offered.path("cipherLength").asLong()));
        terminal().field("root", Json.text(offered, "root"));
        terminal().line("How far it got: comity outbox");
    }
}
