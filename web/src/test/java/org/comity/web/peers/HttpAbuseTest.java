package org.comity.web.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLSocket;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to make a server spend memory, connections or time that are no single bad request. */
class HttpAbuseTest {

    private static final TlsIdentity OURS = TestTls.identity();
    private static final TlsIdentity CALLER = TestTls.identity();
    private static final TlsIdentity OTHER = TestTls.identity();
    private static final String GET = "GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LAST = "GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    @TempDir
    Path folder;

    private final ScriptedFace face = new ScriptedFace();
    private final List<Socket> opened = new ArrayList<>();
    private AccessLog log;
    private PeersServer server;

    @BeforeEach
    void start() throws IOException {
        face.known.put(CALLER.pin(), new MemberId("VN"));
        face.known.put(OTHER.pin(), new MemberId("BR"));
        log = AccessLog.open(folder.resolve("access.log"), HttpsPeers.CLOCK);
        server = PeersServer.start("127.0.0.1", 0, face, () -> OURS, HttpsPeers.limits(), log);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : opened) {
            socket.close();
        }
        server.close();
        log.close();
    }

    private SSLSocket connect(TlsIdentity key) throws IOException {
        SSLSocket socket = (SSLSocket) PinnedTls.context(() -> key, OURS.pin()::equals)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        opened.add(socket);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** All that comes until the server closes; what a reset cuts off is not missed here. */
    private static String rest(Socket socket) throws IOException {
        StringBuilder said = new StringBuilder();
        try {
            int next;
            while ((next = socket.getInputStream().read()) >= 0) {
                said.append((char) next);
            }
        } catch (SocketException e) {
            return said.toString();
        }
        return said.toString();
    }

    private String say(String text) throws IOException {
        SSLSocket socket = connect(CALLER);
        write(socket, text);
        return rest(socket);
    }

    private void assertStillServes() throws IOException {
        SSLSocket socket = connect(OTHER);
        write(socket, LAST);
        assertThat(rest(socket)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "gzip, gzip", "identity"})
    void compressedBodyIsRefusedUnread(String encoding) throws IOException {
        String said = say("POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Encoding: " + encoding
                + "\r\nContent-Length: 4000\r\nExpect: 100-continue\r\n\r\n");
        assertThat(said)
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json")
                .doesNotContain("100 Continue");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void bodyThatTheNodeRefusesIsNotRead() throws IOException {
        face.heads = length -> Optional.of(new PeerAnswer(
                429,
                "application/problem+json",
                ("{\"type\":\"/problems/quota\",\"status\":429,\"length\":" + length + "}")
                        .getBytes(StandardCharsets.UTF_8),
                OptionalLong.of(7)));
        String said = say("POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\n"
                + "Content-Length: 4000\r\nExpect: 100-continue\r\n\r\n");
        assertThat(said)
                .startsWith("HTTP/1.1 429 ")
                .contains("Retry-After: 7")
                .contains("/problems/quota")
                .contains("\"length\":4000")
                .doesNotContain("100 Continue");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void tooManyHeadersAreRefused() throws IOException {
        StringBuilder many = new StringBuilder("GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\n");
        for (int i = 0; i < 4_000; i++) {
            many.append("a").append(i).append(": b\r\n");
        }
        String said = say(many.append("\r\n").toString());
        assertThat(said).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 200");
        assertThat(face.asked).isEmpty();
        assertStillServes();
    }

    @Test
    void headWithoutEndIsCut() throws IOException {
        SSLSocket socket = connect(CALLER);
        write(socket, "GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\nX-Endless: ");
        long sent = 0;
        byte[] block = "x".repeat(4_096).getBytes(StandardCharsets.US_ASCII);
        try {
            while (sent < 64 << 20) {
                socket.getOutputStream().write(block);
                sent += block.length;
            }
        } catch (IOException e) {
            // The server closed, as it should: long before all was sent.
        }
        assertThat(sent).as("bytes of one header that the server let come").isLessThan(64 << 20);
        assertThat(face.asked).isEmpty();
        assertStillServes();
    }

    @Test
    void repeatedLengthsAreRefused() throws IOException {
        String said = say(
                "POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!");
        assertThat(said).startsWith("HTTP/1.1 4");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void negativeLengthIsRefused() throws IOException {
        String said = say("POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n");
        assertThat(said).startsWith("HTTP/1.1 4");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        String said = say(GET.repeat(50) + LAST);
        assertThat(said.split("HTTP/1.1 200 ", -1)).hasSize(52);
        assertThat(face.asked).hasSize(51);
    }

    @Test
    void requestsBehindARefusedOneAreNotTaken() throws IOException {
        String said = say("PUT /peer/v1/heads HTTP/1.1\r\nHost: x\r\n\r\n" + GET.repeat(20));
        assertThat(said).startsWith("HTTP/1.1 405 ").doesNotContain("HTTP/1.1 200");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void http2PrefaceIsRefused() throws IOException {
        String said = say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        assertThat(said).doesNotContain("200");
        assertThat(face.asked).isEmpty();
        assertStillServes();
    }

    @Test
    void upgradeToHttp2IsNotTaken() throws IOException {
        String said = say("GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        assertThat(said).doesNotContain("101 ");
        assertStillServes();
    }

    @Test
    void webSocketIsNotTaken() throws IOException {
        String said =
                say("GET /peer/v1/heads HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        assertThat(said).doesNotContain("101 ");
        assertStillServes();
    }

    /** Sockets that the server still keeps, of so many opened: those beyond the share are closed at once, unread. */
    private static int kept(List<Socket> sockets) throws IOException {
        int kept = 0;
        for (Socket socket : sockets) {
            socket.setSoTimeout(100);
            try {
                if (socket.getInputStream().read() >= 0) {
                    kept++;
                }
            } catch (SocketTimeoutException e) {
                kept++;
            } catch (IOException e) {
                // Reset: not kept.
            }
        }
        return kept;
    }

    @Test
    void halfOpenHandshakesOfOneAddressAreBounded() throws IOException {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            opened.add(socket);
            silent.add(socket);
        }
        assertThat(kept(silent.subList(16, 40)))
                .as("connections kept beyond the share")
                .isZero();
    }

    @Test
    void handshakesThatNeverEndAreForgotten() throws IOException {
        for (int i = 0; i < 40; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(20_000);
                socket.shutdownOutput();
                assertThat(rest(socket)).doesNotContain("HTTP");
            }
        }
        assertStillServes();
    }

    @Test
    void oneMemberCannotTakeAllConnections() throws IOException {
        List<Socket> mine = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SSLSocket socket = connect(CALLER);
            try {
                socket.startHandshake();
                mine.add(socket);
            } catch (IOException e) {
                // Closed before this side was done: one that is not kept.
            }
        }
        assertThat(kept(mine)).as("connections of one key").isLessThanOrEqualTo(8);
        assertStillServes();
    }

    @Test
    void manyBodiesThatNeverComeHoldNoMoreThanTheirShare() throws IOException {
        List<SSLSocket> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SSLSocket socket = connect(CALLER);
            write(
                    socket,
                    "POST /peer/v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: " + PeerTransportContract.BODY_LIMIT
                            + "\r\n\r\n");
            slow.add(socket);
        }
        int refused = 0;
        for (SSLSocket socket : slow) {
            refused += rest(socket).startsWith("HTTP/1.1 429 ") ? 1 : 0;
        }
        assertThat(refused)
                .as("refused because others of the member are under way")
                .isBetween(1, 4);
        assertThat(face.asked).isEmpty();
        assertStillServes();
    }
}
