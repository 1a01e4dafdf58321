package org.comity.cli.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code comity alarms}. */
@Command(
        name = "alarms",
        description = "What a machine cannot decide and a person must look at.",
        footer = {"", "Example:", "  comity alarms"})
public final class AlarmsCommand extends NodeCommand {

    @Option(
            names = "--size",
            paramLabel = "NUMBER",
            defaultValue = "50",
            description = "Longest list, 1 to 200; ${DEFAULT-VALUE} if not said.")
    private int size = 50;

    @Option(names = "--before", paramLabel = "CURSOR", description = "Go on where the list before ended.")
    private Optional<String> before = Optional.empty();

    public AlarmsCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("size", String.valueOf(size));
        before.ifPresent(cursor -> query.put("before", cursor));
        return client.get("/v1/alarms" + NodeClient.query(query));
    }

    @Override
    protected void show(JsonNode answer) {
        if (Json.items(answer, "items").isEmpty()) {
            terminal().line("No alarm.");
        }
        for (JsonNode alarm : Json.items(answer, "items")) {
            terminal()
                    .line(terminal().bad("!") + " "
                            + Json.time(alarm, "at").map(Shown::time).orElse("-") + "  number "
                            + Json.text(alarm, "id"));
            terminal().field("about", Json.text(alarm, "about"));
            terminal().field("why", Json.text(alarm, "why"));
        }
        Pages.hint(terminal(), answer, "--before");
    }
}
