package org.comity.web.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.comity.node.record.MemberId;
import org.comity.node.world.PeerAnswer;
import org.comity.web.AccessLog;
import org.comity.web.PinnedTls;
import org.comity.web.TestTls;
import org.comity.web.TlsIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hostile or clumsy callers meet, byte by byte. */
class PeersServerTest {

    private static final TlsIdentity OURS = TestTls.identity();
    private static final TlsIdentity CALLER = TestTls.identity();

    @TempDir
    Path folder;

    private final ScriptedFace face = new ScriptedFace();
    private AccessLog log;
    private PeersServer server;

    @BeforeEach
    void start() throws IOException {
        face.known.put(CALLER.pin(), new MemberId("VN"));
        log = AccessLog.open(folder.resolve("access.log"), HttpsPeers.CLOCK);
        server = PeersServer.start("127.0.0.1", 0, face, () -> OURS, HttpsPeers.limits(), log);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        log.close();
    }

    private SSLSocket connect(SSLContext context, String... protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    private SSLSocket connect() throws IOException {
        return connect(PinnedTls.context(() -> CALLER, OURS.pin()::equals));
    }

    /** Says the text and gives back all that comes until the server closes. */
    private String say(String text) throws IOException {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return rest(socket);
        }
    }

    private static String rest(SSLSocket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n";
    }

    private void assertProblem(String said, int status, String slug) {
        assertThat(said).startsWith("HTTP/1.1 " + status + " ");
        assertThat(said.toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/problem+json");
        assertThat(said).contains("\"/problems/" + slug + "\"");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void bodyThatStopsHalfwayIsCut() throws IOException {
        assertProblem(
                say("POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of it"),
                408,
                "body-too-slow");
    }

    @Test
    void bodyThatTricklesIsCut() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream()
                    .write("POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            CountDownLatch cut = new CountDownLatch(1);
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    // Never silent for as long as the server allows, so only the time for the whole body ends it.
                    while (!cut.await(50, TimeUnit.MILLISECONDS)) {
                        socket.getOutputStream().write('x');
                    }
                } catch (IOException | InterruptedException e) {
                    // The server closed, as it should.
                }
            });
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            cut.countDown();
            trickle.join();
            assertThat(head).isEqualTo("HTTP/1.1 408");
            assertThat(face.asked).isEmpty();
        }
    }

    @Test
    void bodyWithoutLengthIsRefused() throws IOException {
        assertProblem(
                say(
                        "POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
                411,
                "length-required");
    }

    @Test
    void announcedOversizedBodyIsRefusedBeforeItComes() throws IOException {
        assertProblem(
                say("POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"),
                413,
                "too-large");
    }

    @Test
    void lengthAndChunksTogetherAreRefused() throws IOException {
        String said =
                say(get("/peer/v1/parcels", "Content-Length: 1", "Transfer-Encoding: chunked") + "1\r\nx\r\n0\r\n\r\n");

        assertProblem(said, 400, "bad-request");
    }

    @Test
    void getWithABodyIsRefused() throws IOException {
        assertProblem(
                say("GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"), 400, "body-unexpected");
    }

    @Test
    void otherMethodsAreRefused() throws IOException {
        assertProblem(say("PUT /peer/v1/heads HTTP/1.1\r\nHost: x\r\n\r\n"), 405, "method-not-allowed");
    }

    @Test
    void pathOutsideTheProtocolIsNotFound() throws IOException {
        assertProblem(say(get("/v1/status")), 404, "not-found");
    }

    @Test
    void pathWithDotsIsNotFound() throws IOException {
        assertProblem(say(get("/peer/v1/../../v1/status")), 404, "not-found");
    }

    @Test
    void pathWithEscapesIsNotFound() throws IOException {
        assertProblem(say(get("/peer/v1/%2e%2e/secret")), 404, "not-found");
    }

    @Test
    void severalRangesAreRefused() throws IOException {
        assertProblem(say(get("/peer/v1/evidence/a", "Range: bytes=0-1,5-6")), 416, "range-unreadable");
    }

    @Test
    void openRangeIsRefused() throws IOException {
        assertProblem(say(get("/peer/v1/evidence/a", "Range: bytes=5-")), 416, "range-unreadable");
    }

    @Test
    void headThatIsTooLongIsRefused() throws IOException {
        String said = say(get("/peer/v1/heads", "X-Long: " + "x".repeat(9000)));

        assertThat(said).startsWith("HTTP/1.1 4");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void garbageIsAProblem() throws IOException {
        assertProblem(say("this is not HTTP\r\n\r\n"), 400, "bad-request");
    }

    @Test
    void callerWithoutAKeyIsRefusedInTheHandshake() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new TrustAnything()}, new SecureRandom());
        try (SSLSocket socket = connect(context)) {
            assertThatThrownBy(() -> {
                        socket.getOutputStream().write(get("/peer/v1/heads").getBytes(StandardCharsets.US_ASCII));
                        if (rest(socket).isEmpty()) {
                            throw new IOException("closed without a word");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(face.asked).isEmpty();
    }

    @Test
    void strangerThatSaysNothingIsCut() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void strangerThatTricklesAHandshakeIsCut() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            // The head of a record of 16 KiB, whose bytes then come one by one.
            socket.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 0xfc});
            CountDownLatch cut = new CountDownLatch(1);
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (!cut.await(50, TimeUnit.MILLISECONDS)) {
                        socket.getOutputStream().write(3);
                    }
                } catch (IOException | InterruptedException e) {
                    // The server closed, as it should.
                }
            });
            try {
                assertThat(socket.getInputStream().read()).isLessThan(0);
            } catch (SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            } finally {
                cut.countDown();
            }
            trickle.join();
        }
    }

    @Test
    void idleConnectionIsClosed() throws IOException {
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void bodyOfARefusedRequestIsNoSecondRequest() throws IOException {
        String second = get("/peer/v1/heads");
        String said = say(
                "GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\nContent-Length: " + second.length() + "\r\n\r\n" + second);

        assertProblem(said, 400, "body-unexpected");
        assertThat(said.split("HTTP/1.1 ", -1)).hasSize(2);
    }

    @Test
    void olderTlsIsRefused() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(null, new TrustManager[] {new TrustAnything()}, new SecureRandom());
        try (SSLSocket socket = connect(context, "TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void oneMemberCannotTakeAllCalls() throws Exception {
        CountDownLatch inside = new CountDownLatch(4);
        CountDownLatch go = new CountDownLatch(1);
        face.script = call -> {
            inside.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.of(PeerAnswer.of(200, "text/plain", new byte[0]));
        };
        Thread[] callers = new Thread[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = Thread.ofVirtual().start(() -> {
                try {
                    say(get("/peer/v1/heads"));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();

        String said = say(get("/peer/v1/heads"));
        go.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(said).startsWith("HTTP/1.1 429 ").contains("Retry-After: 5").contains("/problems/quota");
        assertThat(say(get("/peer/v1/heads"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void nodeThatDoesNotAnswerIsBusy() throws IOException {
        face.script = call -> Optional.empty();

        assertThat(say(get("/peer/v1/heads"))).startsWith("HTTP/1.1 503 ").contains("/problems/busy");
    }

    @Test
    void oneLineIsLoggedPerRequestWithoutWhatIdentifiesACase() throws IOException {
        say(get("/peer/v1/evidence/5e3f?from=7"));
        server.close();

        assertThat(Files.readAllLines(folder.resolve("access.log")))
                .singleElement()
                .asString()
                .startsWith("127.0.0.1 - VN [01/May/2026:12:00:00 +0000] \"GET /peer/v1/evidence HTTP/1.1\" 200 ")
                .endsWith("ms")
                .doesNotContain("5e3f")
                .doesNotContain("from=7");
    }

    /** Accepts every server, to get as far as the server lets it. */
    private static final class TrustAnything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
