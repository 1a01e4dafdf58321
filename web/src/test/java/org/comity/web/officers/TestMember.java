package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.access.Role;
import org.comity.node.directory.Authority;
import org.comity.node.directory.AuthorityKind;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeName;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.NodeSettings;
import org.comity.node.driver.SystemEntropy;
import org.comity.node.driver.Threads;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;
import org.comity.web.ServedNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A member with a real folder, a node in service, and two officers whose keys are at hand; all it does goes over HTTP. */
final class TestMember implements AutoCloseable {

    /** Longest wait for something that crosses the network. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final Realm REALM = new Realm("exercise/acceptance");

    private static final Duration POLL = Duration.ofMillis(20);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** An answer of the face, parsed. */
    record Reply(int status, JsonNode json) {}

    private final String code;
    private final Path path;
    private final Threads threads;
    private final Map<String, OfficerSecretKey> keys = new TreeMap<>();
    private final MemberProfile profile;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private ServedNode served;

    private TestMember(String code, Path path, Threads threads) {
        this.code = code;
        this.path = path;
        this.threads = threads;
        this.profile = profile();
        NodeFolder.create(path, profile, settings(), new SystemEntropy(), Instant.now());
        this.served = ServedNode.start(NodeFolder.open(path), threads);
    }

    /** Starts the node on free ports, then renews its card with the port it got, and takes its officers on. */
    static TestMember start(String code, Path parent, Threads threads) throws IOException {
        TestMember member = new TestMember(code, parent.resolve(code), threads);
        for (String officer : List.of("of-one", "of-two")) {
            Reply added = member.post(
                    "/v1/officers",
                    members(
                            "id",
                            officer,
                            "name",
                            "Officer " + officer,
                            "roles",
                            Role.words(roles(officer)),
                            "publicKey",
                            base64(member.publicKey(officer).publicKey().bytes()),
                            "validFrom",
                            Instant.now().minusSeconds(60).toString(),
                            "validUntil",
                            null));
            assertThat(added.status()).as(added.toString()).isEqualTo(201);
        }
        member.renewCard();
        return member;
    }

    /** Issues a card with the address at which the node listens now. */
    void renewCard() {
        MemberProfile now = profile.withAddresses(List.of(URI.create("https://127.0.0.1:" + served.peersPort())));
        var card = NodeFolder.open(path)
                .renewCard(now, served.node().ledger().released().orElseThrow(), Instant.now());
        served.node()
                .issue(card)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private MemberProfile profile() {
        NodeName node = new NodeName("node." + code.toLowerCase(java.util.Locale.ROOT) + ".example");
        List<OfficerKey> officers = new ArrayList<>();
        for (String officer : List.of("of-one", "of-two")) {
            keys.put(officer, OfficerSecretKey.generate(new SystemEntropy()));
            officers.add(publicKey(officer));
        }
        return new MemberProfile(
                REALM,
                new MemberId(code),
                Names.of("en", "Member " + code),
                node,
                List.of(new Authority(
                        new AuthorityId("justice"),
                        Names.of("en", "Ministry of Justice of " + code),
                        node,
                        AuthorityKind.CENTRAL_AUTHORITY,
                        List.of("en"),
                        "24/7",
                        List.of(),
                        List.of(),
                        List.of())),
                List.of(URI.create("https://127.0.0.1:1")),
                officers,
                1);
    }

    private NodeSettings settings() {
        return new NodeSettings(
                NodeSettings.FORMAT,
                code,
                REALM.name(),
                "127.0.0.1",
                0,
                "127.0.0.1",
                0,
                true,
                "justice",
                "vault of " + code,
                64);
    }

    private static Set<Role> roles(String officer) {
        return officer.equals("of-one")
                ? Set.of(Role.DRAFTER, Role.CONTACT_POINT, Role.APPROVER)
                : Set.of(Role.APPROVER, Role.CENTRAL_AUTHORITY);
    }

    private OfficerKey publicKey(String officer) {
        long now = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        return keys.get(officer)
                .publicKey(roles(officer), now, now + Duration.ofDays(20_000).toMillis());
    }

    String code() {
        return code;
    }

    Path path() {
        return path;
    }

    ServedNode served() {
        return served;
    }

    /** Ends the node in order and serves the folder anew; its ports change, so its card does too. */
    void restart() {
        served.close();
        served = ServedNode.start(NodeFolder.open(path), threads);
        renewCard();
    }

    // Over HTTP.

    Reply get(String target) throws IOException {
        return reply(request(target).GET());
    }

    Reply post(String target, Map<String, ?> body) throws IOException {
        return reply(request(target)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonBody.write(body))));
    }

    Reply post(String target) throws IOException {
        return reply(request(target).POST(HttpRequest.BodyPublishers.noBody()));
    }

    Reply delete(String target) throws IOException {
        return reply(request(target).DELETE());
    }

    Reply upload(String target, byte[] body) throws IOException {
        return reply(request(target)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    byte[] bytes(String method, String target) throws IOException {
        HttpResponse<byte[]> response = send(request(target).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode())
                .as(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response.body();
    }

    private HttpRequest.Builder request(String target) throws IOException {
        JsonNode way = JSON.readTree(Files.readAllBytes(path.resolve("run/officers.json")));
        return HttpRequest.newBuilder(URI.create(way.get("url").asString() + target))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + way.get("token").asString());
    }

    private Reply reply(HttpRequest.Builder request) throws IOException {
        HttpResponse<byte[]> response = send(request);
        return new Reply(response.statusCode(), JSON.readTree(response.body()));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks until the answer is as wished, and fails with the last one when that takes too long. */
    JsonNode await(String target, Predicate<JsonNode> wished) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Reply last = get(target);
            if (last.status() == 200 && wished.test(last.json())) {
                return last.json();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(code + " " + target + " still answers " + last);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    // Officers.

    /** An officer's signature over what the node shows, made where the key is: the bytes are built anew from the fields. */
    Map<String, Object> sign(String officer, JsonNode shown) {
        ApprovalStatement statement = new ApprovalStatement(
                new Realm(shown.get("realm").asString()),
                new Kind(shown.get("kind").asString()),
                new MemberId(shown.get("sender").asString()),
                new AuthorityId(shown.get("fromAuthority").asString()),
                Recipient.parse(shown.get("recipient").asStringOpt()),
                shown.get("toAuthority").asStringOpt().map(AuthorityId::new),
                shown.get("mediaType").asString(),
                Hash.ofHex(shown.get("bodyDigest").asString()),
                Hash.ofHex(shown.get("annexesDigest").asString()),
                shown.get("rulebook").asStringOpt().map(Hash::ofHex),
                shown.get("role").asString(),
                shown.get("timeMs").asLong());
        assertThat(shown.get("bytes").asString()).isEqualTo(base64(statement.bytes()));
        Approval approval = keys.get(officer).approve(statement);
        return members(
                "role", approval.role(),
                "keyId", approval.officerKeyId().hex(),
                "timeMs", approval.timeMs(),
                "signature", base64(approval.signature()));
    }

    /** Members of a JSON object; a value may be null. */
    static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        served.close();
        http.shutdownNow();
    }
}
