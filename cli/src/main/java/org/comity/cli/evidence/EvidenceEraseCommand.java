package org.comity.cli.evidence;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity evidence erase}. */
@Command(
        name = "erase",
        description = "Destroy an item for good; that it was there, and who erased it why, stays.",
        footer = {"", "Example:", "  comity evidence erase ev-... --reason \"retention ended\""})
final class EvidenceEraseCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "ITEM", description = "Item, ev-...")
    private String item = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; stays in the log.")
    private String reason = "";

    @Option(names = "--basis", paramLabel = "TEXT", description = "Order or rule it is erased under.")
    private Optional<String> basis = Optional.empty();

    EvidenceEraseCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("reason", reason);
        basis.ifPresent(text -> query.put("legalBasis", text));
        return client.delete("/v1/evidence/" + NodeClient.escaped(item) + NodeClient.query(query));
    }

    @Override
    protected void show(JsonNode detail) {
        terminal().line(ForeignText.line(item) + " is destroyed.");
        EvidenceText.item(terminal(), detail);
    }
}
