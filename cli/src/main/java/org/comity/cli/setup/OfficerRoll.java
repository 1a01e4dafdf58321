package org.comity.cli.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.OfficerOptions;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Role;
import org.comity.node.record.JsonBody;
import org.comity.node.world.Entropy;
import tools.jackson.databind.JsonNode;

/**
 * The officers that a node's folder was made with. Their public keys stand on the card from the beginning, and the node takes them
 * on when it first runs, since only a running node may write its log.
 *
 * @param officers in the order in which they were named
 */
public record OfficerRoll(List<Entry> officers) {

    private static final String FILE = "officers/roll.json";

    /**
     * One officer.
     *
     * @param id pseudonym
     * @param roles words of the roles
     * @param publicKey base64
     * @param validFrom when the key may begin to sign
     * @param validUntil when it no longer may
     */
    public record Entry(String id, List<String> roles, String publicKey, String validFrom, String validUntil) {}

    public OfficerRoll {
        officers = List.copyOf(officers);
    }

    /** An officer with a new key, which is in memory only. */
    record Newcomer(String id, OfficerSecretKey secret, OfficerKey key, Entry entry) {}

    /** Makes a key for an officer. */
    static Newcomer generate(String id, Set<Role> roles, Entropy entropy, Instant from, Instant until) {
        OfficerSecretKey secret = OfficerSecretKey.generate(entropy);
        OfficerKey key = secret.publicKey(roles, from.toEpochMilli(), until.toEpochMilli());
        Entry entry = new Entry(
                id,
                Role.words(roles),
                Base64.getEncoder().encodeToString(key.publicKey().bytes()),
                from.toString(),
                until.toString());
        return new Newcomer(id, secret, key, entry);
    }

    /** Writes the key file of each and the list of all into a node's folder. */
    static void write(Path folder, List<Newcomer> newcomers) {
        newcomers.forEach(one -> one.secret().create(OfficerOptions.keyFile(folder, one.id())));
        try {
            Files.write(
                    folder.resolve(FILE),
                    JsonBody.write(new OfficerRoll(
                            newcomers.stream().map(Newcomer::entry).toList())));
        } catch (IOException e) {
            throw new UncheckedIOException("the list of officers cannot be written", e);
        }
    }

    /** The officers of a folder; none when it was made without. */
    static OfficerRoll read(Path folder) {
        try {
            return JsonBody.read(Files.readAllBytes(folder.resolve(FILE)), OfficerRoll.class);
        } catch (NoSuchFileException e) {
            return new OfficerRoll(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(FILE) + " cannot be read", e);
        }
    }

    /** Has the node that runs on the folder take on the officers it does not know yet, once. */
    public static void takeOn(Path folder, NodeClient node) {
        List<Entry> waiting = read(folder).officers();
        if (waiting.isEmpty()) {
            return;
        }
        Set<String> known = new TreeSet<>();
        for (JsonNode officer : Json.items(node.get("/v1/officers?size=200"), "items")) {
            known.add(Json.text(officer, "id"));
        }
        waiting.stream().filter(entry -> !known.contains(entry.id())).forEach(entry -> takeOn(node, entry));
        try {
            Files.delete(folder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(FILE) + " cannot be removed", e);
        }
    }

    static JsonNode takeOn(NodeClient node, Entry entry) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", entry.id());
        body.put("name", entry.id());
        body.put("roles", entry.roles());
        body.put("publicKey", entry.publicKey());
        body.put("validFrom", entry.validFrom());
        body.put("validUntil", entry.validUntil());
        return node.post("/v1/officers", body);
    }
}
