package org.comity.cli.directory;

import java.util.Map;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity member withdraw}. */
@Command(
        name = "withdraw",
        description = "End the recognition of a member: nothing is taken from it or sent to it.",
        footer = {
            "",
            "What was exchanged stays provable.",
            "",
            "Example:",
            "  comity member withdraw BR --reason \"keys reported lost on 3 March\""
        })
final class MemberWithdrawCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "CODE", description = "Member code.")
    private String code = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; stays in the own log.")
    private String reason = "";

    MemberWithdrawCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        return client.post("/v1/members/" + NodeClient.escaped(code) + "/withdraw", Map.of("reason", reason));
    }

    @Override
    protected void show(JsonNode member) {
        terminal().line("The recognition of " + ForeignText.line(code) + " has ended.");
    }
}
