package org.comity.cli.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity evidence read}. */
@Command(
        name = "read",
        description = "Write an item to a file and check its digest; a line in its custody says so.",
        footer = {"", "Example:", "  comity evidence read ev-... --out access.log"})
final class EvidenceReadCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "ITEM", description = "Item, ev-...")
    private String item = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write; must not exist.")
    private String out = "";

    @Option(names = "--basis", paramLabel = "TEXT", description = "Order or rule it is opened under.")
    private Optional<String> basis = Optional.empty();

    @Option(names = "--note", paramLabel = "TEXT", description = "A sentence for the chain of custody.")
    private Optional<String> note = Optional.empty();

    EvidenceReadCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path target = session().path(out);
        if (Files.exists(target)) {
            throw CommandFailed.of(out + " exists and is not overwritten", "choose another name for --out");
        }
        String path = "/v1/evidence/" + NodeClient.escaped(item);
        JsonNode detail = client.get(path);
        Map<String, String> query = new LinkedHashMap<>();
        basis.ifPresent(text -> query.put("legalBasis", text));
        note.ifPresent(text -> query.put("note", text));
        try {
            write(client, path + "/content" + NodeClient.query(query), detail.path("item"), target);
        } catch (IOException e) {
            throw new UncheckedIOException(out + " cannot be written", e);
        }
        return detail;
    }

    private void write(NodeClient client, String path, JsonNode described, Path target) throws IOException {
        // Beside the target first: a body that breaks off must never look like the item.
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        MessageDigest digest = sha256();
        long length = described.path("length").asLong();
        try (ProgressBar bar =
                        new ProgressBar(terminal(), "reading", length, session().clock());
                OutputStream file = new DigestOutputStream(Files.newOutputStream(partial), digest)) {
            client.download("GET", path, file, bar::at);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(Json.text(described, "sha256"))) {
            Files.deleteIfExists(partial);
            throw new CommandFailed(
                    ExitCode.VERIFICATION_FAILED,
                    "what the node gave has the SHA-256 " + found + ", the item has " + Json.text(described, "sha256"),
                    "nothing was written; look at: comity show " + item);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    protected void show(JsonNode detail) {
        terminal()
                .line(terminal().good("\u2713") + " " + ForeignText.line(out)
                        + " is written, and its SHA-256 is that of the item:");
        terminal().field("SHA-256", Json.text(detail.path("item"), "sha256"));
    }
}
