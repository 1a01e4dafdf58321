package org.comity.cli.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ProgressBar;
import org.comity.cli.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code comity bundle}. */
@Command(
        name = "bundle",
        description = "Write a case as one file that proves itself offline; the export is logged.",
        footer = {
            "",
            "Example:",
            "  comity bundle C-2026-000001 bundle.zip --with-evidence",
            "  comity verify bundle.zip"
        })
public final class BundleCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "CASE", description = "Case, C-2026-000001.")
    private String caseId = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "File to write; must not exist.")
    private String file = "";

    @Option(names = "--with-evidence", description = "Put the items themselves in, not only their digests.")
    private boolean withEvidence;

    public BundleCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path target = session().path(file);
        if (Files.exists(target)) {
            throw CommandFailed.of(file + " exists and is not overwritten", "choose another name");
        }
        try (ProgressBar bar =
                new ProgressBar(terminal(), "writing", 0, session().clock())) {
            export(client, caseId, withEvidence, target, bar);
            return JsonMapper.shared()
                    .valueToTree(Map.of("file", target.toString(), "bytes", Files.size(target), "case", caseId));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Writes a bundle, all of it or nothing. */
    public static void export(NodeClient client, String caseId, boolean withEvidence, Path target, ProgressBar bar)
            throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        String path = "/v1/cases/" + NodeClient.escaped(caseId) + "/bundle?evidence="
                + (withEvidence ? "include" : "digests");
        try (OutputStream out = Files.newOutputStream(partial)) {
            client.download("POST", path, out, bar::at);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    protected void show(JsonNode answer) {
        terminal()
                .line(terminal().good("\u2713") + " " + session().typed(Path.of(Json.text(answer, "file"))) + ", "
                        + Shown.bytes(answer.path("bytes").asLong()));
        terminal().remark("Verify with: comity verify " + session().typed(Path.of(Json.text(answer, "file"))));
    }
}
