package org.comity.cli.directory;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.node.directory.VerifiedCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code comity card renew}. */
@Command(
        name = "renew",
        description = "Issue the own card anew, for example with another address.",
        footer = {
            "",
            "Needs identity.keys in the folder. The node takes the new card when it is started again, and tells the members that recognise it.",
            "",
            "Example:",
            "  comity card renew --address https://new.gov.example:8440"
        })
final class CardRenewCommand extends NodeCommand {

    @Option(
            names = "--address",
            paramLabel = "URL",
            description = "Address in place of those on the card; repeatable, best first.")
    private List<String> addresses = new ArrayList<>();

    CardRenewCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        List<URI> reached = addresses.stream().map(URI::create).toList();
        VerifiedCard card = CardRenewal.renew(
                node().folder(session()),
                client,
                profile -> reached.isEmpty() ? profile : profile.withAddresses(reached),
                session().clock().instant());
        return JsonMapper.shared()
                .valueToTree(Map.of(
                        "member", card.member().code(),
                        "revision", card.root().revision(),
                        "digest", card.digest().hex()));
    }

    @Override
    protected void show(JsonNode card) {
        terminal()
                .line("The card of " + Json.text(card, "member") + " is issued, revision " + Json.text(card, "revision")
                        + ".");
        terminal().line("Start the node again: it takes the new card and tells the members that recognise it.");
    }
}
