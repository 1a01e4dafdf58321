package org.comity.cli.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code comity parcel import}. */
@Command(
        name = "import",
        description = "Take a file that came by mail or on a stick: a parcel, or receipts for one of ours.",
        footer = {"", "Example:", "  comity parcel import to-BR.parcel --receipts for-VN.receipts"})
final class ParcelImportCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
    private String file = "";

    @Option(
            names = "--receipts",
            paramLabel = "FILE",
            description = "File for the receipts of a parcel; must not exist. FILE.receipts if not said.")
    private Optional<String> receipts = Optional.empty();

    ParcelImportCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path source = session().path(file);
        Path target = session().path(receipts.orElse(file + ".receipts"));
        if (!Files.isReadable(source)) {
            throw CommandFailed.of(file + " cannot be read", "name a file that comity parcel wrote");
        }
        if (Files.exists(target)) {
            throw CommandFailed.of(target + " exists and is not overwritten", "choose another name with --receipts");
        }
        try {
            JsonNode taken = client.upload("/v1/parcels", source, bytes -> {});
            Map<String, Object> done = new LinkedHashMap<>();
            done.put("from", Json.text(taken, "from"));
            done.put("items", taken.path("items").asInt());
            Optional<String> given = Json.optional(taken, "receipts");
            if (given.isPresent()) {
                Files.write(target, Base64.getDecoder().decode(given.get()), StandardOpenOption.CREATE_NEW);
                done.put("receipts", target.toString());
            }
            return JsonMapper.shared().valueToTree(done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void show(JsonNode done) {
        int items = done.path("items").asInt();
        String from = Json.text(done, "from");
        Optional<String> given = Json.optional(done, "receipts");
        if (given.isEmpty()) {
            terminal().line(terminal().good("\u2713") + " " + items + " receipts of " + from + " are taken.");
        } else {
            String typed = session().typed(Path.of(given.get()));
            terminal().line(terminal().good("\u2713") + " " + items + " messages of " + from + " are taken.");
            terminal().remark("Bring " + typed + " back to " + from + ": it holds the receipts.");
        }
    }
}
