package org.comity.cli.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity evidence add}. */
@Command(
        name = "add",
        description = "Take a file in: digest, encryption and the first line of its custody in one pass.",
        footer = {
            "",
            "Compare the digest that is printed with: sha256sum FILE",
            "",
            "Example:",
            "  comity evidence add access.log --case C-2026-000001 --basis \"order 17/2026\""
        })
final class EvidenceAddCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "File of any size.")
    private String file = "";

    @Option(names = "--case", required = true, paramLabel = "CASE", description = "Case it belongs to, C-2026-000001.")
    private String caseId = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the item; that of the file if not said.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "application/octet-stream",
            description = "Media type; ${DEFAULT-VALUE} if not said.")
    private String mediaType = "application/octet-stream";

    @Option(names = "--basis", paramLabel = "TEXT", description = "Order or rule it was collected under.")
    private Optional<String> basis = Optional.empty();

    @Option(names = "--note", paramLabel = "TEXT", description = "A sentence for the chain of custody.")
    private Optional<String> note = Optional.empty();

    EvidenceAddCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path path = session().path(file);
        if (!Files.isRegularFile(path)) {
            throw CommandFailed.of(file + " is not a file", "give the path of a file that exists");
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("case", caseId);
        query.put("name", name.orElse(String.valueOf(path.getFileName())));
        query.put("mediaType", mediaType);
        basis.ifPresent(text -> query.put("legalBasis", text));
        note.ifPresent(text -> query.put("note", text));
        try (ProgressBar bar = new ProgressBar(
                terminal(), "taking in", Files.size(path), session().clock())) {
            return client.upload("/v1/evidence" + NodeClient.query(query), path, bar::at);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    @Override
    protected void show(JsonNode item) {
        EvidenceText.head(terminal(), item);
    }
}
