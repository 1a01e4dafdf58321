package org.comity.cli.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.NodeProblem;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code comity proof}. */
@Command(
        name = "proof",
        description = "Write a message, its proof and the recipient's receipt to files.",
        footer = {
            "",
            "The proofs are C2SP tlog-proof files. The sender's card lies beside them, so that comity verify finds the keys.",
            "",
            "Example:",
            "  comity proof 12 --out proof-12",
            "  comity verify proof-12/record.tlog-proof"
        })
public final class ProofCommand extends NodeCommand {

    @Parameters(
            index = "0",
            paramLabel = "NUMBER",
            description = "Message by its number in inbox --messages or outbox.")
    private long number;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "",
            description = "Folder to write to; proof-NUMBER if not said.")
    private String out = "";

    public ProofCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path folder = session().path(out.isEmpty() ? "proof-" + number : out);
        String path = "/v1/messages/" + number;
        List<String> written = new ArrayList<>();
        try {
            Files.createDirectories(folder.resolve("cards"));
            write(client.bytes(path + "/record"), folder.resolve("record.cbor"), written);
            write(client.bytes(path + "/proof"), folder.resolve("record.tlog-proof"), written);
            if (Json.text(client.get(path), "direction").equals("received") || received(client, path)) {
                write(client.bytes(path + "/receipt"), folder.resolve("receipt.cbor"), written);
                write(client.bytes(path + "/receipt-proof"), folder.resolve("receipt.tlog-proof"), written);
            }
            cards(client, path, folder, written);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        return JsonMapper.shared().valueToTree(Map.of("number", number, "files", written));
    }

    private static boolean received(NodeClient client, String path) {
        return Json.time(client.get(path).path("delivery"), "receivedAt").isPresent();
    }

    /** The cards of both sides, as far as this node has them. */
    private static void cards(NodeClient client, String path, Path folder, List<String> written) throws IOException {
        JsonNode own = client.get("/v1/card");
        write(text(own), folder.resolve("cards").resolve(Json.text(own, "member") + ".card"), written);
        JsonNode message = client.get(path);
        for (String side : List.of("from", "to")) {
            String code = Json.text(message, side).replaceFirst("/.*", "");
            if (!code.matches("[A-Z]{2}") || code.equals(Json.text(own, "member"))) {
                continue;
            }
            try {
                JsonNode card = client.get("/v1/members/" + code).path("card");
                write(text(card), folder.resolve("cards").resolve(code + ".card"), written);
            } catch (NodeProblem e) {
                if (e.status() != 404) {
                    throw e;
                }
            }
        }
    }

    private static byte[] text(JsonNode card) {
        return Json.text(card, "armour").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static void write(byte[] bytes, Path file, List<String> written) throws IOException {
        Files.write(file, bytes);
        written.add(file.toString());
    }

    @Override
    protected void show(JsonNode answer) {
        Json.items(answer, "files").forEach(file -> terminal().line(session().typed(Path.of(file.asString()))));
        terminal()
                .remark("Verify with: comity verify "
                        + session()
                                .typed(Path.of(
                                        Json.items(answer, "files").get(1).asString())));
    }
}
