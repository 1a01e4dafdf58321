package org.comity.cli.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity token}. */
@Command(
        name = "token",
        description = "Tokens for officers' programs: issue, list, revoke.",
        footer = {"", "Example:", "  comity token issue officer-1 --roles drafter"})
public final class TokenCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(new TokenCommand(), new Issue(session), new Listing(session), new Revoke(session));
    }

    /** {@code comity token issue}. */
    @Command(
            name = "issue",
            description = "Make a token; its text is shown this once.",
            footer = {"", "Example:", "  comity token issue officer-1 --roles drafter --days 30"})
    static final class Issue extends NodeCommand {

        @Parameters(index = "0", paramLabel = "OFFICER", description = "Officer whose program it is for.")
        private String officer = "";

        @Option(
                names = "--roles",
                required = true,
                paramLabel = "ROLE,ROLE",
                description = "Roles of the officer that the token has.")
        private String roles = "";

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                defaultValue = "30",
                description = "How long it lives; ${DEFAULT-VALUE} if not said.")
        private int days = 30;

        Issue(Session session) {
            super(session);
        }

        @Override
        protected JsonNode ask(NodeClient client) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("roles", List.of(roles.split(",", -1)));
            body.put("days", days);
            return client.post("/v1/officers/" + NodeClient.escaped(officer) + "/tokens", body);
        }

        @Override
        protected void show(JsonNode token) {
            terminal().line(Json.text(token, "token"));
            terminal()
                    .remark("Token " + Json.text(token, "id") + ", until "
                            + Json.time(token, "expires").map(Shown::time).orElse("-")
                            + ". Keep it like a password: it is not shown again.");
        }
    }

    /** {@code comity token list}. */
    @Command(
            name = "list",
            description = "List the tokens of an officer.",
            footer = {"", "Example:", "  comity token list officer-1"})
    static final class Listing extends NodeCommand {

        @Parameters(index = "0", paramLabel = "OFFICER", description = "Officer.")
        private String officer = "";

        Listing(Session session) {
            super(session);
        }

        @Override
        protected JsonNode ask(NodeClient client) {
            return client.get("/v1/officers/" + NodeClient.escaped(officer) + "/tokens?size=200");
        }

        @Override
        protected void show(JsonNode answer) {
            Table table = new Table("TOKEN", "ROLES", "EXPIRES", "REVOKED");
            for (JsonNode token : Json.items(answer, "items")) {
                table.row(
                        Json.text(token, "id"),
                        OfficerCommand.roles(token),
                        Json.time(token, "expires").map(Shown::minute).orElse("-"),
                        Json.time(token, "revoked").map(Shown::minute).orElse("-"));
            }
            table.print(terminal(), "The officer has no tokens.");
        }
    }

    /** {@code comity token revoke}. */
    @Command(
            name = "revoke",
            description = "Take a token back, at once and for good.",
            footer = {"", "Example:", "  comity token revoke TOKEN-ID"})
    static final class Revoke extends NodeCommand {

        @Parameters(index = "0", paramLabel = "TOKEN", description = "Id of the token.")
        private String token = "";

        Revoke(Session session) {
            super(session);
        }

        @Override
        protected JsonNode ask(NodeClient client) {
            return client.delete("/v1/tokens/" + NodeClient.escaped(token));
        }

        @Override
        protected void show(JsonNode answer) {
            terminal().line("The token " + ForeignText.line(token) + " opens nothing any more.");
        }
    }
}
