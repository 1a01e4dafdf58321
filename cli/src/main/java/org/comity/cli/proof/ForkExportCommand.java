package org.comity.cli.proof;

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

/** {@code comity fork export}. */
@Command(
        name = "export",
        description = "Write what convicts a member's log to a file that anyone verifies offline.",
        footer = {
            "",
            "The file holds the member's card and two checkpoints that contradict each other.",
            "",
            "Example:",
            "  comity fork export BR fork-BR.txt",
            "  comity verify fork-BR.txt --anchor \"mosama kasoku munola ...\""
        })
final class ForkExportCommand extends NodeCommand {

    @Parameters(index = "0", paramLabel = "MEMBER", description = "Code of the member.")
    private String member = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "File to write; must not exist.")
    private String file = "";

    ForkExportCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path target = session().path(file);
        if (Files.exists(target)) {
            throw CommandFailed.of(file + " exists and is not overwritten", "choose another name");
        }
        byte[] evidence = client.bytes("/v1/forks/" + NodeClient.escaped(member) + "/evidence");
        try {
            Files.write(target, evidence, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        return JsonMapper.shared()
                .valueToTree(Map.of("file", target.toString(), "bytes", evidence.length, "member", member));
    }

    @Override
    protected void show(JsonNode answer) {
        String typed = session().typed(Path.of(Json.text(answer, "file")));
        terminal()
                .line(terminal().good("\u2713") + " " + typed + ", "
                        + Shown.bytes(answer.path("bytes").asLong()));
        terminal().remark("Verify with: comity verify " + typed);
    }
}
