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

/** {@code comity outbox}. */
@Command(
        name = "outbox",
        description = "Messages sent to other members and how far each got, or the own requests.",
        footer = {
            "",
            "States: \u25cb logged here, \u25d1 received there and durable, \u25cf seen by a person there. Witnesses cosigned a checkpoint that holds the message; \u2713 says that they satisfy the node's witness policy.",
            "",
            "Example:",
            "  comity outbox",
            "  comity outbox --requests"
        })
public final class OutboxCommand extends NodeCommand {

    @Option(names = "--requests", description = "List the own requests, drafts too, in place of messages.")
    private boolean requests;

    @Option(
            names = "--size",
            paramLabel = "NUMBER",
            defaultValue = "50",
            description = "Longest list, 1 to 200; ${DEFAULT-VALUE} if not said.")
    private int size = 50;

    @Option(names = "--before", paramLabel = "CURSOR", description = "Go on where the list before ended.")
    private Optional<String> before = Optional.empty();

    public OutboxCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("size", String.valueOf(size));
        before.ifPresent(cursor -> query.put("before", cursor));
        if (requests) {
            query.put("side", "requesting");
            return client.get("/v1/requests" + NodeClient.query(query));
        }
        return client.get("/v1/outbox" + NodeClient.query(query));
    }

    @Override
    protected void show(JsonNode answer) {
        if (requests) {
            RequestTable.print(
                    terminal(),
                    answer,
                    "TO",
                    "No request was written yet. Write one with: comity request preservation");
        } else {
            Table table = new Table("NUMBER", "TO", "KIND", "LOGGED", "STATE", "WITNESSED BY");
            for (JsonNode item : Json.items(answer, "items")) {
                table.row(
                        Json.text(item, "index"),
                        Json.text(item, "to"),
                        Json.text(item, "kind"),
                        Json.time(item, "loggedAt").map(Shown::minute).orElse("-"),
                        Marks.state(item),
                        Marks.witnesses(item));
            }
            table.print(terminal(), "No message was sent yet.");
        }
        Pages.hint(terminal(), answer, "--before");
    }
}
