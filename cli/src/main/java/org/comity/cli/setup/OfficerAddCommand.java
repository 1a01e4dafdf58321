package org.comity.cli.setup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.NodeCommand;
import org.comity.cli.command.OfficerOptions;
import org.comity.cli.command.Session;
import org.comity.cli.directory.CardRenewal;
import org.comity.cli.terminal.Shown;
import org.comity.node.access.Octets;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Role;
import org.comity.node.driver.SystemEntropy;
import org.comity.node.record.Algorithm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code comity officer add}. */
@Command(
        name = "add",
        description = "Take on an officer, and put the key on the card.",
        footer = {
            "",
            "Makes a key file, DIR/officers/OFFICER.key, unless --public-key brings a key that was made elsewhere. Other members learn the key from the card, which is issued anew if identity.keys is in the folder; start the node again then.",
            "",
            "Example:",
            "  comity officer add officer-3 --roles approver"
        })
final class OfficerAddCommand extends NodeCommand {

    private static final Duration VALIDITY = Duration.ofDays(5L * 365);

    @Parameters(index = "0", paramLabel = "OFFICER", description = "Pseudonym: lower-case letters, digits, hyphens.")
    private String officer = "";

    @Option(
            names = "--roles",
            required = true,
            paramLabel = "ROLE,ROLE",
            description =
                    "drafter, approver, executing-officer, contact-point, central-authority, auditor, administrator.")
    private String roles = "";

    @Option(names = "--name", paramLabel = "TEXT", description = "As colleagues know them; never leaves the node.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--public-key",
            paramLabel = "BASE64",
            description = "Ed25519 public key that the officer made, 32 bytes.")
    private Optional<String> publicKey = Optional.empty();

    OfficerAddCommand(Session session) {
        super(session);
    }

    @Override
    protected JsonNode ask(NodeClient client) {
        Path folder = node().folder(session());
        Set<Role> wanted = InitCommand.roles(roles);
        Instant from = Instant.ofEpochMilli(session().clock().instant().toEpochMilli());
        OfficerKey key = publicKey.map(text -> key(text, wanted, from)).orElseGet(() -> {
            OfficerSecretKey secret = OfficerSecretKey.generate(new SystemEntropy());
            secret.create(OfficerOptions.keyFile(folder, officer));
            return secret.publicKey(
                    wanted, from.toEpochMilli(), from.plus(VALIDITY).toEpochMilli());
        });
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", officer);
        body.put("name", name.orElse(officer));
        body.put("roles", Role.words(wanted));
        body.put("publicKey", Base64.getEncoder().encodeToString(key.publicKey().bytes()));
        body.put("validFrom", from.toString());
        body.put("validUntil", from.plus(VALIDITY).toString());
        JsonNode added = client.post("/v1/officers", body);
        if (CardRenewal.possible(folder)) {
            CardRenewal.withOfficer(folder, client, key, session().clock().instant());
        }
        return added;
    }

    private static OfficerKey key(String text, Set<Role> roles, Instant from) {
        try {
            return OfficerKey.of(
                    Algorithm.ED25519,
                    Octets.of(Base64.getDecoder().decode(text)),
                    roles,
                    from.toEpochMilli(),
                    from.plus(VALIDITY).toEpochMilli());
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    org.comity.cli.command.ExitCode.USAGE,
                    "--public-key is no Ed25519 key: " + e.getMessage(),
                    "give 32 bytes in base64",
                    e);
        }
    }

    @Override
    protected void show(JsonNode added) {
        Path folder = node().folder(session());
        terminal().line(terminal().good("\u2713") + " " + Json.text(added, "id") + " is in service.");
        terminal().field("roles", OfficerCommand.roles(added));
        terminal().field("key", Shown.hash(Json.text(added.path("key"), "keyId")));
        if (publicKey.isEmpty()) {
            terminal()
                    .field(
                            "key file",
                            session().typed(OfficerOptions.keyFile(folder, officer)) + ": the officer takes it along");
        }
        List<String> next = CardRenewal.possible(folder)
                ? List.of("The card is issued anew. Start the node again: other members learn the key then.")
                : List.of(
                        "Other members do not know the key yet: bring identity.keys into the folder, add the",
                        "officer's key to the card, and start the node again.");
        next.forEach(terminal()::line);
    }
}
