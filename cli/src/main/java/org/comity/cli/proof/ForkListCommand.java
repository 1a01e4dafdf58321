package org.comity.cli.proof;

import java.util.List;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code comity fork list}. */
@Command(
        name = "list",
        description = "List logs that signed two histories, and heads whose owner has not proven them.",
        footer = {
            "",
            "A log that signed two histories is frozen here: nothing of it is taken until its member is recognised anew with another log. An unproven head convicts nobody: its owner may be out of reach.",
            "",
            "Example:",
            "  comity fork list"
        })
final class ForkListCommand extends NodeCommand {

    ForkListCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return client.get("/v1/forks");
    }

    @Override
    protected void show(JsonNode answer) {
        Table forks = new Table("MEMBER", "LOG", "FOUND", "SIZES");
        for (JsonNode fork : Json.items(answer, "forks")) {
            forks.row(
                    Json.text(fork, "member"),
                    Json.text(fork, "origin"),
                    Json.time(fork, "at").map(Shown::minute).orElse("-"),
                    Json.text(fork, "firstSize") + ", " + Json.text(fork, "secondSize"));
        }
        forks.print(terminal(), "No log is known to have signed two histories.");
        List<JsonNode> heads = Json.items(answer, "heads");
        if (!heads.isEmpty()) {
            terminal().gap();
            Table table = new Table("MEMBER", "SIZE", "TOLD BY", "SINCE", "STATE");
            for (JsonNode head : heads) {
                table.row(
                        Json.text(head, "member"),
                        Json.text(head, "size"),
                        Json.text(head, "via"),
                        Json.time(head, "since").map(Shown::minute).orElse("-"),
                        head.path("unproven").asBoolean() ? "unproven" : "asked for");
            }
            table.print(terminal(), "");
        }
    }
}
