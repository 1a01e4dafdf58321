package org.comity.cli.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.NodeOptions;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Terminal;
import org.comity.node.access.Role;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comity card show}. */
@Command(
        name = "show",
        description = "Show the own card, and what to read out over the telephone.",
        footer = {
            "",
            "Needs no running node. The file that --out writes goes to the other member by any road; the words or digits go by telephone, so that nobody on the road can change it.",
            "",
            "Example:",
            "  comity card show --out vn.card"
        })
final class CardShowCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the card as text, to be handed on.")
    private Optional<String> out = Optional.empty();

    @Option(names = "--armour", description = "Print the card itself and nothing else.")
    private boolean armour;

    @Option(names = "--json", description = "Print the answer as one line of JSON.")
    private boolean json;

    CardShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = node.folder(session);
        VerifiedCard card = NodeFolder.open(folder).card();
        if (out.isPresent()) {
            Files.writeString(session.path(out.get()), card.card().armour());
        }
        if (armour) {
            session.terminal().out().print(card.card().armour());
        } else if (json) {
            session.terminal().line(Json.line(described(card)));
        } else {
            show(card);
        }
        return ExitCode.OK.number();
    }

    private static Map<String, Object> described(VerifiedCard card) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("member", card.member().code());
        all.put("realm", card.root().realm().name());
        all.put("names", card.root().names().byLanguage());
        all.put("revision", card.root().revision());
        all.put("digest", card.digest().hex());
        all.put("words", String.join(" ", card.fingerprint().words()));
        all.put("digits", card.fingerprint().digits());
        all.put("origin", card.node().origin());
        all.put(
                "addresses",
                card.node().addresses().stream().map(Object::toString).toList());
        all.put(
                "officers",
                card.node().officers().stream()
                        .map(key -> Map.of("keyId", key.id().hex(), "roles", Role.words(key.roles())))
                        .toList());
        all.put("armour", card.card().armour());
        return all;
    }

    private void show(VerifiedCard card) {
        Terminal terminal = session.terminal();
        terminal.line(terminal.strong(card.member() + "  " + card.root().names().best("en")));
        terminal.gap();
        terminal.field("realm", card.root().realm().name());
        terminal.field(
                "revision",
                card.root().revision() + ", digest " + Shown.hash(card.digest().hex()));
        terminal.field("log", card.node().origin());
        card.node().addresses().forEach(address -> terminal.field("address", address.toString()));
        card.root()
                .authorities()
                .forEach(authority -> terminal.field(
                        "authority",
                        authority.id() + ", " + authority.kind().word() + ": "
                                + authority.names().best("en")));
        card.node()
                .officers()
                .forEach(key -> terminal.field(
                        "officer", Shown.hash(key.id().hex()) + "  " + String.join(", ", Role.words(key.roles()))));
        terminal.gap();
        terminal.line("Read out over the telephone, words or digits:");
        terminal.gap();
        List<String> words = card.fingerprint().words();
        for (int row = 0; row < words.size(); row += 4) {
            StringBuilder line = new StringBuilder("   ");
            for (int i = row; i < row + 4; i++) {
                line.append(String.format(" %2d ", i + 1)).append(Terminal.pad(words.get(i), 13));
            }
            terminal.line(line.toString().stripTrailing());
        }
        terminal.gap();
        terminal.line("    " + card.fingerprint().digits());
    }
}
