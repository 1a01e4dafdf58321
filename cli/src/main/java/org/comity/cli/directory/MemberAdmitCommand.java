package org.comity.cli.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.client.Officers;
import org.comity.cli.client.Recognition;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.OfficerOptions;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.Card;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.Realm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity member admit}. */
@Command(
        name = "admit",
        description = "Recognise a member by its card, after comparing its words or digits.",
        footer = {
            "",
            "Two officers (approver, central-authority) compare what the member reads out over the telephone with what they were given, and each signs. In exercises, and on nodes that allow private addresses, --uncompared admits without; it is recorded as such.",
            "",
            "A member that had to restore its node issues a card with another log. Its node offers it to this one, which keeps it until officers have done the same for it: --offered.",
            "",
            "Example:",
            "  comity member admit br.card --digits \"12345 67890 ...\" \\",
            "    --as officer-1 --as officer-2",
            "  comity member admit --offered BR --digits \"12345 67890 ...\" \\",
            "    --as officer-1 --as officer-2"
        })
final class MemberAdmitCommand extends NodeCommand {

    private static final List<String> RECOGNISING = List.of("central-authority", "approver");

    @Parameters(index = "0", arity = "0..1", paramLabel = "CARD", description = "File with the card, as text.")
    private Optional<String> card = Optional.empty();

    @Option(
            names = "--offered",
            paramLabel = "CODE",
            description = "In place of a file: the newer card that this member offers.")
    private Optional<String> offered = Optional.empty();

    @Option(names = "--words", paramLabel = "WORDS", description = "The twelve words as they were heard.")
    private Optional<String> words = Optional.empty();

    @Option(names = "--digits", paramLabel = "DIGITS", description = "The forty digits as they were heard.")
    private Optional<String> digits = Optional.empty();

    @Option(names = "--uncompared", description = "Admit without comparing.")
    private boolean uncompared;

    @Option(names = "--as", paramLabel = "OFFICER", description = "Officer who compared and signs; two of them.")
    private List<String> officers = new ArrayList<>();

    @Option(names = "--key", paramLabel = "FILE", description = "Key file of an officer who signs, in place of --as.")
    private List<String> keyFiles = new ArrayList<>();

    MemberAdmitCommand(Session session) {
        super(session);
    }

    @Override
    protected void check() {
        if (card.isPresent() == offered.isPresent()) {
            throw CommandFailed.usage(
                    "which card is meant is not clear", "give the file of a card, or --offered CODE, and not both");
        }
        boolean compared = words.isPresent() || digits.isPresent();
        if (compared == uncompared || (words.isPresent() && digits.isPresent())) {
            throw CommandFailed.usage(
                    "what was compared is not clear",
                    "give --words or --digits as they were heard over the telephone, or --uncompared in an exercise");
        }
        if (compared && officers.size() + keyFiles.size() != 2) {
            throw CommandFailed.usage(
                    "two officers sign a recognition, and " + (officers.size() + keyFiles.size()) + " were named",
                    "name both, for example --as officer-1 --as officer-2");
        }
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        String armour = offered.map(code -> offered(client, code)).orElseGet(() -> file(card.orElseThrow()));
        compare(client, armour);
        List<Recognition.Signer> signers = uncompared
                ? List.of()
                : pens().stream().map(pen -> signer(client, pen)).toList();
        return Recognition.admit(client, armour, words.or(() -> digits), signers);
    }

    private static String offered(NodeClient client, String code) {
        JsonNode detail = client.get("/v1/members/" + NodeClient.escaped(code));
        return Json.optional(detail, "offered", "armour")
                .orElseThrow(() ->
                        CommandFailed.of(code + " offers no newer card", "see which members do: comity member list"));
    }

    private String file(String name) {
        try {
            return Files.readString(session().path(name));
        } catch (IOException e) {
            throw new UncheckedIOException("the card " + name + " cannot be read", e);
        }
    }

    /** Here first: whether a card is what was heard is not for the node to say alone. */
    private void compare(NodeClient client, String armour) {
        Realm ours = new Realm(Json.text(client.get("/v1/card"), "realm"));
        VerifiedCard verified = Card.parseArmour(armour).verify(ours, AddressRule.ALLOW_PRIVATE);
        words.or(() -> digits).ifPresent(verified.fingerprint()::requireSame);
    }

    private List<OfficerPen> pens() {
        List<OfficerPen> pens = new ArrayList<>();
        for (String officer : officers) {
            pens.add(new OfficerPen(
                    OfficerSecretKey.load(OfficerOptions.keyFile(node().folder(session()), officer)),
                    session().clock()));
        }
        for (String file : keyFiles) {
            pens.add(new OfficerPen(
                    OfficerSecretKey.load(session().path(file)), session().clock()));
        }
        return pens;
    }

    private static Recognition.Signer signer(NodeClient client, OfficerPen pen) {
        String role = Officers.role(client, pen.keyId(), RECOGNISING)
                .orElseThrow(() -> CommandFailed.of(
                        "the officer with the key " + pen.keyId().substring(0, 12) + " may not sign a recognition",
                        "an officer in the role approver or central-authority must; see: comity officer list"));
        return new Recognition.Signer(pen, role);
    }

    @Override
    protected void show(JsonNode answer) {
        JsonNode member = answer.path("member");
        terminal()
                .line(terminal().good("\u2713") + " " + ForeignText.line(Json.text(member, "member")) + " is recognised"
                        + (uncompared ? ", without comparing its fingerprint." : "."));
        Json.items(member, "addresses").forEach(address -> terminal().field("address", address.asString()));
        terminal().field("log", Json.text(member, "origin"));
        terminal().line("It must recognise this node too before anything flows: comity card show --out FILE");
    }
}
