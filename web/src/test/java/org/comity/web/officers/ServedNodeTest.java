package org.comity.web.officers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comity.web.officers.TestMember.members;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.Threads;
import org.comity.node.ledger.Source;
import org.comity.web.ServedNode;
import org.comity.web.officers.TestMember.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServedNodeTest {

    @TempDir
    Path folder;

    private final Threads threads = new Threads(2);
    private TestMember member;

    @BeforeEach
    void start() throws IOException {
        member = TestMember.start("VN", folder, threads);
    }

    @AfterEach
    void end() {
        member.close();
        threads.close();
    }

    private Path way() {
        return member.path().resolve("run/officers.json");
    }

    private static int statusWith(String token, int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/status"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void theWayInIsForTheSameUserAndEndsWithTheNode() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(way())))
                .isEqualTo("rw-------");
        JsonNode written = JsonMapper.shared().readTree(Files.readAllBytes(way()));
        assertThat(written.get("pid").asLong())
                .isEqualTo(ProcessHandle.current().pid());
        String token = written.get("token").asString();
        assertThat(statusWith(token, member.served().officersPort())).isEqualTo(200);

        member.restart();

        assertThat(statusWith(token, member.served().officersPort())).isEqualTo(401);
        assertThat(member.get("/v1/status").status()).isEqualTo(200);
        member.served().close();
        assertThat(way()).doesNotExist();
    }

    @Test
    void aRetiredOperatorDoesNotReturn() throws IOException {
        assertThat(member.post("/v1/officers/operator/retire").status()).isEqualTo(200);
        member.restart();
        assertThat(way()).doesNotExist();
    }

    @Test
    void theOperatorHasNoKeyThatSigns() throws IOException {
        JsonNode key = member.get("/v1/officers")
                .json()
                .at("/items")
                .valueStream()
                .filter(officer -> officer.get("id").asString().equals("operator"))
                .findFirst()
                .orElseThrow()
                .get("key");
        Instant from = Instant.parse(key.get("validFrom").asString());
        assertThat(key.get("validUntil").asString())
                .isEqualTo(from.plusMillis(1).toString());
    }

    @Test
    void aSecondNodeOnTheSameFolderIsRefused() {
        assertThatThrownBy(() -> ServedNode.start(NodeFolder.open(member.path()), threads))
                .hasMessageContaining("open already");
        assertThat(member.served().node().ledger().released()).isPresent();
    }

    @Test
    void aCardRenewedWhileTheNodeRestedIsIssuedAtItsStart() throws IOException {
        long before = member.get("/v1/card").json().get("revision").asLong();
        member.restart();
        assertThat(member.get("/v1/card").json().get("revision").asLong()).isEqualTo(before + 1);
    }

    @Test
    void aLogThatStopsForGoodTellsItsProcess() throws Exception {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        member.served().onStop(heard::complete);
        member.served().node().world().store().close();
        member.served().node().ledger().submit(Source.NODE, turn -> turn.now());
        assertThat(heard.get(30, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void anItemWhoseBytesBreakOffIsNotTakenIn() throws IOException {
        String caseId = draftedCase();
        JsonNode way = JsonMapper.shared().readTree(Files.readAllBytes(way()));
        try (Socket socket = new Socket("127.0.0.1", member.served().officersPort())) {
            socket.getOutputStream()
                    .write(("POST /v1/evidence?case=" + caseId + "&name=half.bin HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Authorization: Bearer "
                                    + way.get("token").asString()
                                    + "\r\nContent-Length: 1000\r\n\r\nonly so much")
                            .getBytes(US_ASCII));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .doesNotContain("201");
        }
        assertThat(member.get("/v1/evidence?case=" + caseId).json().get("items"))
                .isEmpty();
    }

    @Test
    void anItemWithAPathForANameIsRefusedBeforeItIsRead() throws IOException {
        Reply refused = member.upload("/v1/evidence?case=" + draftedCase() + "&name=..%2Fetc%2Fpasswd", new byte[] {1});
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("detail").asString()).contains("no slash");
    }

    @Test
    void anErasureWithoutAReasonIsRefused() throws IOException {
        String caseId = draftedCase();
        Reply added = member.upload("/v1/evidence?case=" + caseId + "&name=a.bin", new byte[] {1, 2, 3});
        String item = "/v1/evidence/" + added.json().get("id").asString();
        assertThat(member.delete(item).status()).isEqualTo(400);
        assertThat(member.delete(item + "?reason=ordered")
                        .json()
                        .at("/item/state")
                        .asString())
                .isEqualTo("erased");
        assertThat(member.get(item + "/content").status()).isNotEqualTo(200);
    }

    @Test
    void listsComeInPagesUntilTheEnd() throws IOException {
        String caseId = draftedCase();
        for (String name : List.of("a", "b", "c")) {
            member.upload("/v1/evidence?case=" + caseId + "&name=" + name, new byte[] {1});
        }
        JsonNode first = member.get("/v1/evidence?size=2&case=" + caseId).json();
        assertThat(first.get("items")).hasSize(2);
        JsonNode last = member.get("/v1/evidence?size=2&case=" + caseId + "&after="
                        + first.get("next").asString())
                .json();
        assertThat(last.at("/items/0/name").asString()).isEqualTo("c");
        assertThat(last.get("next").isNull()).isTrue();
        assertThat(member.get("/v1/evidence?after=nowhere&case=" + caseId).status())
                .isEqualTo(400);
    }

    @Test
    void aTokenEndsWhenItIsTakenBack() throws Exception {
        Reply issued = member.post("/v1/officers/of-one/tokens", members("roles", List.of("drafter"), "days", 1));
        assertThat(issued.status()).as(issued.toString()).isEqualTo(201);
        String token = issued.json().get("token").asString();
        assertThat(statusWith(token, member.served().officersPort())).isEqualTo(200);
        member.delete("/v1/tokens/" + issued.json().get("id").asString());
        assertThat(statusWith(token, member.served().officersPort())).isEqualTo(401);
    }

    /** A case with one request that waits for its signatures. */
    private String draftedCase() throws IOException {
        Reply draft = member.post("/v1/requests/preservation", ThreeNodesTest.draft("BR/justice"));
        assertThat(draft.status()).as(draft.toString()).isEqualTo(201);
        return draft.json().at("/summary/caseId").asString();
    }
}
