package org.comity.cli.setup;

import java.util.stream.Collectors;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity officer}. */
@Command(
        name = "officer",
        description = "Officers of this node: list, add, retire.",
        footer = {"", "Example:", "  comity officer list"})
public final class OfficerCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(new OfficerCommand(), new Listing(session), new OfficerAddCommand(session), new Retire(session));
    }

    static String roles(JsonNode owner) {
        return Json.items(owner, "roles").stream().map(JsonNode::asString).collect(Collectors.joining(", "));
    }

    /** {@code comity officer list}. */
    @Command(
            name = "list",
            description = "List the officers in service.",
            footer = {"", "Example:", "  comity officer list"})
    static final class Listing extends NodeCommand {

        Listing(Session session) {
            super(session);
        }

        @Override
        protected JsonNode ask(NodeClient client) {
            return client.get("/v1/officers?size=200");
        }

        @Override
        protected void show(JsonNode answer) {
            Table table = new Table("OFFICER", "ROLES", "KEY", "UNTIL");
            for (JsonNode officer : Json.items(answer, "items")) {
                table.row(
                        Json.text(officer, "id"),
                        roles(officer),
                        Json.optional(officer, "key", "keyId").map(Shown::hash).orElse("-"),
                        Json.time(officer, "key", "validUntil")
                                .map(Shown::minute)
                                .map(minute -> minute.substring(0, 10))
                                .orElse("-"));
            }
            table.print(terminal(), "No officer is in service. Add one with: comity officer add");
        }
    }

    /** {@code comity officer retire}. */
    @Command(
            name = "retire",
            description = "End an officer's service: key and tokens end now.",
            footer = {"", "Example:", "  comity officer retire officer-3"})
    static final class Retire extends NodeCommand {

        @Parameters(index = "0", paramLabel = "OFFICER", description = "Officer.")
        private String officer = "";

        Retire(Session session) {
            super(session);
        }

        @Override
        protected JsonNode ask(NodeClient client) {
            return client.post("/v1/officers/" + NodeClient.escaped(officer) + "/retire");
        }

        @Override
        protected void show(JsonNode answer) {
            terminal().line("The service of " + ForeignText.line(officer) + " has ended.");
        }
    }
}
