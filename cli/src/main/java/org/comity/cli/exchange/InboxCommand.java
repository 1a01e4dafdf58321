package org.comity.cli.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code comity inbox}. */
@Command(
        name = "inbox",
        description = "Requests that other members sent here, or all messages from them.",
        footer = {"", "Example:", "  comity inbox", "  comity inbox --state received,seen"})
public final class InboxCommand extends NodeCommand {

    @Option(names = "--messages", description = "List messages of every kind in place of requests.")
    private boolean messages;

    @Option(
            names = "--state",
            paramLabel = "STATES",
            description = "Only requests in these states, with commas between.")
    private Optional<String> state = Optional.empty();

    @Option(names = "--peer", paramLabel = "CODE", description = "Only requests of this member.")
    private Optional<String> peer = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "NUMBER",
            defaultValue = "50",
            description = "Longest list, 1 to 200; ${DEFAULT-VALUE} if not said.")
    private int size = 50;

    @Option(names = "--before", paramLabel = "CURSOR", description = "Go on where the list before ended.")
    private Optional<String> before = Optional.empty();

    public InboxCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("size", String.valueOf(size));
        before.ifPresent(cursor -> query.put("before", cursor));
        if (messages) {
            return client.get("/v1/inbox" + NodeClient.query(query));
        }
        query.put("side", "requested");
        state.ifPresent(states -> query.put("state", states));
        peer.ifPresent(code -> query.put("peer", code));
        return client.get("/v1/requests" + NodeClient.query(query));
    }

    @Override
    protected void show(JsonNode answer) {
        if (messages) {
            Table table = new Table("NUMBER", "FROM", "KIND", "RECEIVED", "CASE", "DISPOSITION");
            for (JsonNode item : Json.items(answer, "items")) {
                table.row(
                        Json.text(item, "index"),
                        Json.text(item, "from"),
                        Json.text(item, "kind"),
                        Json.time(item, "receivedAt").map(Shown::minute).orElse("-"),
                        Json.text(item, "caseId"),
                        Json.text(item, "disposition"));
            }
            table.print(terminal(), "No message came in yet.");
        } else {
            RequestTable.print(terminal(), answer, "FROM", "No request came in yet.");
        }
        Pages.hint(terminal(), answer, "--before");
    }
}
