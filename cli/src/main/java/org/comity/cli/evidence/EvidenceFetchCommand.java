package org.comity.cli.evidence;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.Patience;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ProgressBar;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity evidence fetch}. */
@Command(
        name = "fetch",
        description = "Fetch what a member offered and wait for it, or list the offers.",
        footer = {
            "",
            "Each piece is checked as it comes; a fetch that was cut off goes on where it was. Without ROOT the offers are listed, those that wait if no --state is given.",
            "",
            "Example:",
            "  comity evidence fetch",
            "  comity evidence fetch 5f0a..."
        })
final class EvidenceFetchCommand extends NodeCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ROOT",
            description = "Offer, by the beginning of its root or all of it.")
    private Optional<String> root = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "WORD",
            defaultValue = "offered",
            description = "offered, running, suspended, done or declined; ${DEFAULT-VALUE} if not said.")
    private String state = "offered";

    @Option(names = "--case", paramLabel = "CASE", description = "Only offers in this case, in any state.")
    private Optional<String> caseId = Optional.empty();

    @Option(names = "--no-wait", description = "Only begin.")
    private boolean noWait;

    EvidenceFetchCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        if (root.isEmpty()) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("size", "200");
            caseId.ifPresentOrElse(id -> query.put("case", id), () -> query.put("state", state));
            return client.get("/v1/fetches" + NodeClient.query(query));
        }
        String path = "/v1/fetches/" + whole(client, root.get());
        JsonNode fetch = client.get(path);
        if (!Json.text(fetch, "state").equals("done")
                && !Json.text(fetch, "state").equals("running")) {
            fetch = client.post(path + "/start");
        }
        return noWait ? fetch : await(client, path, fetch);
    }

    private JsonNode await(NodeClient client, String path, JsonNode first) {
        long piece = 1L << 20;
        try (ProgressBar bar = new ProgressBar(
                terminal(),
                "fetching",
                first.path("cipherLength").asLong(),
                session().clock())) {
            JsonNode last = new Patience(session().clock(), Duration.ofDays(1))
                    .await(() -> {
                        JsonNode fetch = client.get(path);
                        bar.at(fetch.path("piecesStored").asLong() * piece);
                        boolean over = !Json.text(fetch, "state").equals("running")
                                && !Json.text(fetch, "state").equals("offered");
                        return over ? Optional.of(fetch) : Optional.empty();
                    })
                    .orElse(first);
            if (!Json.text(last, "state").equals("done")) {
                throw new CommandFailed(
                        ExitCode.TRY_AGAIN,
                        "the fetch is " + Json.text(last, "state") + ": " + Json.text(last, "reason"),
                        "when the reason is gone, run the same command again; it goes on where it was");
            }
            return last;
        }
    }

    /** The whole root of an offer of which the beginning was typed. */
    private static String whole(NodeClient client, String typed) {
        String digits = typed.replace("\u2026", "").replace("...", "");
        if (digits.matches("[0-9a-f]{64}")) {
            return digits;
        }
        for (String state : new String[] {"offered", "running", "suspended", "done", "declined"}) {
            for (JsonNode fetch : Json.items(client.get("/v1/fetches?size=200&state=" + state), "items")) {
                if (!digits.isEmpty() && Json.text(fetch, "root").startsWith(digits)) {
                    return Json.text(fetch, "root");
                }
            }
        }
        throw CommandFailed.of("no offer begins with " + typed, "list the offers with: comity evidence fetch");
    }

    @Override
    protected void show(JsonNode answer) {
        if (root.isPresent()) {
            terminal()
                    .line(terminal().good("\u2713") + " " + Json.text(answer, "state") + ": "
                            + Json.text(answer, "piecesStored") + " of " + Json.text(answer, "pieces")
                            + " pieces are here and checked.");
            terminal().field("item", Json.text(answer, "item"));
            terminal().field("SHA-256", Json.text(answer, "sha256"));
            return;
        }
        Table table = new Table("ROOT", "FROM", "NAME", "SIZE", "STATE", "PIECES");
        for (JsonNode fetch : Json.items(answer, "items")) {
            table.row(
                    Shown.hash(Json.text(fetch, "root")),
                    Json.text(fetch, "offerer"),
                    Json.text(fetch, "name"),
                    Json.optional(fetch, "length")
                            .map(Long::parseLong)
                            .map(Shown::bytes)
                            .orElse("-"),
                    Json.text(fetch, "state"),
                    Json.text(fetch, "piecesStored") + "/" + Json.text(fetch, "pieces"));
        }
        table.print(terminal(), "No such offer.");
    }
}
