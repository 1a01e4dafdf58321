package org.comity.cli.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code comity parcel export}. */
@Command(
        name = "export",
        description = "Write what waits for a member to a file.",
        footer = {
            "",
            "What is written still waits until its receipt comes, on whatever road; export again as often as you like.",
            "",
            "Example:",
            "  comity parcel export BR to-BR.parcel"
        })
final class ParcelExportCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "MEMBER", description = "Code of the member.")
    private String member = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "File to write; must not exist.")
    private String file = "";

    ParcelExportCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path target = session().path(file);
        if (Files.exists(target)) {
            throw CommandFailed.of(file + " exists and is not overwritten", "choose another name");
        }
        ByteArrayOutputStream parcel = new ByteArrayOutputStream();
        try {
            client.download("POST", "/v1/members/" + NodeClient.escaped(member) + "/parcel", parcel, bytes -> {});
            Files.write(target, parcel.toByteArray(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        return JsonMapper.shared()
                .valueToTree(Map.of("file", target.toString(), "bytes", parcel.size(), "member", member));
    }

    @Override
    protected void show(JsonNode answer) {
        String typed = session().typed(Path.of(Json.text(answer, "file")));
        terminal()
                .line(terminal().good("\u2713") + " " + typed + ", "
                        + Shown.bytes(answer.path("bytes").asLong()) + ", sealed to " + Json.text(answer, "member"));
        terminal().remark("There: comity parcel import " + typed + "; then bring its receipts back.");
    }
}
