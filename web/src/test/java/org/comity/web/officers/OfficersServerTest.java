package org.comity.web.officers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.comity.node.access.Role;
import org.comity.node.ledger.Refused;
import org.comity.web.AccessLog;
import org.comity.web.PinnedTls;
import org.comity.web.TestTls;
import org.comity.web.TlsIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frame around every route, with routes made for the test. */
class OfficersServerTest {

    record Note(String text, int copies) {}

    private static final OfficerLimits LIMITS = new OfficerLimits(
            1000,
            10_000,
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            32,
            1,
            40);

    @TempDir
    Path folder;

    private AccessLog log;
    private OfficersServer server;
    private Client client;

    private static List<Route> toys() {
        Set<Role> drafters = Set.of(Role.DRAFTER);
        Set<Refused.Code> none = Set.of();
        return List.of(
                Route.get("/v1/toys/{id}", drafters, Set.of(Refused.Code.NOT_FOUND), call -> {
                    if (call.part("id").equals("lost")) {
                        throw new Refused(Refused.Code.NOT_FOUND, "no toy is named lost", "look under the sofa");
                    }
                    return Answer.json(Map.of("id", call.part("id"), "count", call.number("count", 1, 9, 5)));
                }),
                Route.post("/v1/notes", drafters, Route.Body.JSON, 201, Set.of(Refused.Code.INVALID), call -> {
                    Note note = call.json(Note.class);
                    return Answer.json(
                            Map.of("text", note.text(), "by", call.source().name()));
                }),
                Route.post("/v1/bytes", drafters, Route.Body.STREAM, 200, none, call -> {
                    try {
                        return Answer.bytes(
                                "application/octet-stream", call.stream().readAllBytes());
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }),
                Route.post("/v1/deaf", drafters, Route.Body.STREAM, 200, none, call -> Answer.json(Map.of())),
                Route.get(
                        "/v1/file",
                        drafters,
                        none,
                        call -> Answer.file(
                                "application/octet-stream",
                                "toy.bin",
                                OptionalLong.empty(),
                                out -> new ByteArrayInputStream(new byte[100_000]).transferTo(out))),
                Route.get(
                        "/v1/torn",
                        drafters,
                        none,
                        call -> Answer.file("application/octet-stream", "torn.bin", OptionalLong.of(100_000), out -> {
                            out.write(new byte[50_000]);
                            throw new IOException("disk");
                        })),
                Route.get("/v1/broken", drafters, none, call -> {
                    throw new IllegalStateException("secret of the node");
                }),
                Route.get(
                        "/v1/never",
                        drafters,
                        Set.of(Refused.Code.BUSY),
                        call -> Answer.json(call.await(new CompletableFuture<String>()))),
                Route.get(
                        "/v1/refusing",
                        drafters,
                        Set.of(Refused.Code.STORAGE_LOW),
                        call -> Answer.json(call.await(CompletableFuture.<String>failedFuture(new Refused(
                                Refused.Code.STORAGE_LOW, "two percent of the disk are free", "make room"))))));
    }

    @BeforeEach
    void start() throws IOException {
        log = AccessLog.open(folder.resolve("access.log"), InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z")));
        server = start(Optional.empty());
        client = new Client(server.port());
    }

    private OfficersServer start(Optional<TlsIdentity> tls) {
        return OfficersServer.start(
                "127.0.0.1",
                0,
                tls.map(identity -> () -> identity),
                toys(),
                Client::bearer,
                LIMITS,
                new java.util.Random(7)::nextBytes,
                log);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        log.close();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body())
                .contains("\"type\":\"/problems/" + slug + "\"")
                .contains("\"status\":" + status)
                .contains("\"request\":\""
                        + response.headers().firstValue("X-Request-Id").orElseThrow() + "\"");
    }

    @Test
    void answersWithPartsAndQuery() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/toys/bear?count=3"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"count\":3,\"id\":\"bear\"}");
    }

    @Test
    void takesABody() throws IOException {
        HttpResponse<String> response = client.json("/v1/notes", "{\"text\":\"a\",\"copies\":2}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("{\"by\":\"officer:of-7kq2\",\"text\":\"a\"}");
    }

    @Test
    void everyAnswerHasItsOwnRequestIdAndSecureHeaders() throws IOException {
        HttpResponse<String> one = client.send(client.as(Role.DRAFTER, "/v1/toys/bear"));
        HttpResponse<String> other = client.send(client.request("/v1/toys/bear"));

        for (HttpResponse<String> response : List.of(one, other)) {
            assertThat(response.headers().map())
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("cache-control", List.of("no-store"))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsEntry("content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"));
        }
        assertThat(one.headers().firstValue("X-Request-Id"))
                .isNotEqualTo(other.headers().firstValue("X-Request-Id"));
    }

    @Test
    void unknownPathIsNotFound() throws IOException {
        assertProblem(client.send(client.as(Role.DRAFTER, "/v1/nothing")), 404, "not-found");
    }

    @Test
    void wrongMethodNamesTheRightOnes() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/notes"));

        assertProblem(response, 405, "method-not-allowed");
        assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void withoutATokenNobodyIsServed() throws IOException {
        HttpResponse<String> response = client.send(client.request("/v1/toys/bear"));

        assertProblem(response, 401, "no-token");
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void unknownTokenIsRefused() throws IOException {
        assertProblem(
                client.send(client.request("/v1/toys/bear").header("Authorization", "Bearer wrong")), 401, "no-token");
    }

    @Test
    void otherSchemesAreRefused() throws IOException {
        assertProblem(
                client.send(client.request("/v1/toys/bear").header("Authorization", "Basic token-drafter")),
                401,
                "no-token");
    }

    @Test
    void twoTokensAreRefused() throws IOException {
        assertProblem(
                client.send(client.as(Role.DRAFTER, "/v1/toys/bear").header("Authorization", "Bearer token-auditor")),
                401,
                "no-token");
    }

    @Test
    void tokenOfAnotherRoleIsNotAllowed() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.AUDITOR, "/v1/toys/bear"));

        assertProblem(response, 403, "not-allowed");
        assertThat(response.body()).contains("one of the roles drafter");
    }

    @Test
    void refusalOfTheNodeKeepsReasonAndRemedy() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/toys/lost"));

        assertProblem(response, 404, "not-found");
        assertThat(response.body()).contains("no toy is named lost").contains("\"remedy\":\"look under the sofa\"");
    }

    @Test
    void refusalOfASubmittedWorkIsAProblemToo() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/refusing"));

        assertProblem(response, 503, "storage-low");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
    }

    @Test
    void workThatTakesTooLongIsBusy() throws IOException {
        assertProblem(client.send(client.as(Role.DRAFTER, "/v1/never")), 429, "busy");
    }

    @Test
    void queryOutsideItsRangeIsInvalid() throws IOException {
        assertProblem(client.send(client.as(Role.DRAFTER, "/v1/toys/bear?count=10")), 400, "invalid");
    }

    @Test
    void unknownMemberIsInvalid() throws IOException {
        assertProblem(client.json("/v1/notes", "{\"text\":\"a\",\"copies\":2,\"colour\":\"red\"}"), 400, "invalid");
    }

    @Test
    void missingMemberIsInvalid() throws IOException {
        assertProblem(client.json("/v1/notes", "{\"text\":\"a\"}"), 400, "invalid");
    }

    @Test
    void duplicateMemberIsInvalid() throws IOException {
        assertProblem(client.json("/v1/notes", "{\"text\":\"a\",\"text\":\"b\",\"copies\":2}"), 400, "invalid");
    }

    @Test
    void emptyBodyIsInvalid() throws IOException {
        assertProblem(client.json("/v1/notes", ""), 400, "invalid");
    }

    @Test
    void bodyOfAnotherTypeIsRefused() throws IOException {
        assertProblem(
                client.send(client.as(Role.DRAFTER, "/v1/notes")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"a\",\"copies\":2}"))),
                415,
                "not-json");
    }

    @Test
    void announcedLongBodyIsRefused() throws IOException {
        assertProblem(client.json("/v1/notes", " ".repeat(1001)), 413, "too-large");
    }

    @Test
    void unannouncedLongBodyIsRefused() throws IOException {
        byte[] body = new byte[1001];
        assertProblem(
                client.send(client.as(Role.DRAFTER, "/v1/notes")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))),
                413,
                "too-large");
    }

    @Test
    void bodyWhereNoneIsExpectedIsRefused() throws IOException {
        assertProblem(
                client.send(client.as(Role.DRAFTER, "/v1/toys/bear")
                        .method("GET", HttpRequest.BodyPublishers.ofString("x"))),
                400,
                "invalid");
    }

    @Test
    void streamsComeThrough() throws IOException {
        HttpResponse<String> response = client.send(
                client.as(Role.DRAFTER, "/v1/bytes").POST(HttpRequest.BodyPublishers.ofString("x".repeat(9_000))));

        assertThat(response.body()).isEqualTo("x".repeat(9_000));
    }

    @Test
    void handlerThatLeavesABodyUnreadStillAnswers() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/deaf")
                .POST(HttpRequest.BodyPublishers.ofString("GET /v1/toys/bear HTTP/1.1\r\nHost: x\r\n\r\n")));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void filesAreStreamedAsAttachments() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/file"));

        assertThat(response.body()).hasSize(100_000);
        assertThat(response.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"toy.bin\"");
    }

    @Test
    void tornFileIsNeverTakenForAWholeOne() {
        assertThatThrownBy(() -> client.send(client.as(Role.DRAFTER, "/v1/torn")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void unexpectedFailureKeepsItsReasonInside() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/broken"));

        assertProblem(response, 500, "internal");
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void tokenThatCallsTooOftenHasToWaitAndOthersDoNot() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/toys/bear"));
        for (int i = 0; i < 100 && response.statusCode() == 200; i++) {
            response = client.send(client.as(Role.DRAFTER, "/v1/toys/bear"));
        }

        assertProblem(response, 429, "too-many-calls");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(client.send(client.as(Role.AUDITOR, "/v1/toys/bear")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void openapiNeedsNoToken() throws IOException {
        HttpResponse<String> response = client.send(client.request("/openapi.yaml"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void oneLineIsLoggedPerRequestWithoutTokenOrIdentifiers() throws IOException {
        HttpResponse<String> response = client.send(client.as(Role.DRAFTER, "/v1/toys/bear?count=3"));
        client.close();
        server.close();

        assertThat(Files.readAllLines(folder.resolve("access.log")))
                .singleElement()
                .asString()
                .matches(
                        "127\\.0\\.0\\.1 - of-7kq2 \\[01/May/2026:12:00:00 \\+0000] \"GET /v1/toys/\\{id} HTTP/1\\.1\" 200 \\d+ \"-\" \""
                                + response.headers().firstValue("X-Request-Id").orElseThrow() + "\" \\d+\\.\\d{3}ms");
    }

    @Test
    void plainHttpIsNotServedToOtherMachines() {
        assertThatThrownBy(() -> OfficersServer.start(
                        "0.0.0.0", 0, Optional.empty(), toys(), Client::bearer, LIMITS, out -> {}, log))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("legal without TLS are loopback addresses");
    }

    @Test
    void overTlsBrowsersAreToldToStayThere() throws IOException {
        TlsIdentity identity = TestTls.identity();
        try (OfficersServer secure = start(Optional.of(identity));
                SSLSocket socket = tls(identity, secure.port())) {
            socket.getOutputStream()
                    .write("GET /openapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("Strict-Transport-Security: max-age=31536000");
        }
    }

    @Test
    void silentBodyIsCut() throws IOException {
        TlsIdentity identity = TestTls.identity();
        try (OfficersServer secure = start(Optional.of(identity));
                SSLSocket socket = tls(identity, secure.port())) {
            socket.getOutputStream()
                    .write(("POST /v1/notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-drafter\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"text\":")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 408")
                    .contains("/problems/body-too-slow");
        }
    }

    private static SSLSocket tls(TlsIdentity identity, int port) throws IOException {
        SSLSocket socket = (SSLSocket) PinnedTls.context(TestTls::identity, identity.pin()::equals)
                .getSocketFactory()
                .createSocket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        return socket;
    }
}
