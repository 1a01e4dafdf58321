package org.comity.cli.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.Patience;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity member ping}. */
@Command(
        name = "ping",
        description = "Ask a member's node for an answer, and measure how long it takes.",
        footer = {
            "",
            "Ping and answer are logged by both sides. Ends with 75 when no answer comes in time; it may still come.",
            "",
            "Example:",
            "  comity member ping BR"
        })
final class MemberPingCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "CODE", description = "Member code.")
    private String code = "";

    @Option(names = "--exercise", description = "Mark it as an exercise.")
    private boolean exercise;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait for the answer; ${DEFAULT-VALUE} if not said.")
    private int waitSeconds = 10;

    MemberPingCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        String path = "/v1/members/" + NodeClient.escaped(code);
        Instant asked = session().clock().instant();
        client.post(path + "/ping", Map.of("exercise", exercise));
        Patience patience = new Patience(session().clock(), Duration.ofSeconds(waitSeconds));
        return patience.await(() -> answered(client, path, asked))
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.TRY_AGAIN,
                        code + " did not answer within " + waitSeconds + " s",
                        "it may still answer; look at the link with: comity member list " + code));
    }

    private static Optional<JsonNode> answered(NodeClient client, String path, Instant asked) {
        // The newest comes first; the node's clock is this machine's or near it, so a second of slack is enough.
        return Json.items(client.get(path + "/pings?size=1"), "items").stream()
                .filter(ping -> Json.time(ping, "sent").orElse(Instant.MIN).isAfter(asked.minusSeconds(1)))
                .filter(ping -> Json.time(ping, "answered").isPresent())
                .findFirst();
    }

    @Override
    protected void show(JsonNode ping) {
        terminal()
                .line(terminal().good("\u2713") + " " + ForeignText.line(code) + " answered after "
                        + Json.text(ping, "roundTripMs") + " ms, at "
                        + Json.time(ping, "answered").map(Shown::time).orElse("-"));
    }
}
