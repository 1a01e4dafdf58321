package org.comity.web.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.comity.node.directory.AddressRule;
import org.comity.node.record.MemberId;
import org.comity.node.world.ByteRange;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerTransport;
import org.comity.web.TestTls;
import org.comity.web.TlsIdentity;
import org.junit.jupiter.api.Test;

class HttpsTransportTest extends PeerTransportContract {

    @Override
    URI offer(ScriptedFace offered, TlsIdentity key) {
        PeersServer server = closing(
                PeersServer.start("127.0.0.1", 0, offered, () -> key, HttpsPeers.limits(), closing(HttpsPeers.log())));
        return URI.create("https://127.0.0.1:" + server.port());
    }

    @Override
    PeerTransport transport(TlsIdentity caller) {
        return closing(
                new HttpsPeerTransport(() -> caller, schedule, AddressRule.ALLOW_PRIVATE, HttpsPeers.outgoing()));
    }

    @Override
    URI deadEnd() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return URI.create("https://127.0.0.1:" + socket.getLocalPort());
        }
    }

    @Test
    void expiredCertificateDates() throws Exception {
        TlsIdentity old = TestTls.expired();
        TlsIdentity oldCaller = TestTls.expired();
        face.known.put(oldCaller.pin(), CALLER);
        transport = transport(oldCaller);

        assertThat(answered(ask(at(offer(face, old), old.pin()), PeerCall.get("/peer/v1/heads")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void newConnectionsShowTheKeyOfTheMoment() throws Exception {
        TlsIdentity server = TestTls.identity();
        TlsIdentity first = TestTls.identity();
        TlsIdentity second = TestTls.identity();
        face.known.put(first.pin(), CALLER);
        face.known.put(second.pin(), new MemberId("KE"));
        AtomicReference<TlsIdentity> own = new AtomicReference<>(first);
        transport =
                closing(new HttpsPeerTransport(own::get, schedule, AddressRule.ALLOW_PRIVATE, HttpsPeers.outgoing()));
        URI one = offer(face, server);
        URI other = offer(face, server);

        ask(at(one, server.pin()), PeerCall.get("/peer/v1/heads"));
        own.set(second);
        ask(at(other, server.pin()), PeerCall.get("/peer/v1/heads"));

        assertThat(face.asked).extracting(asked -> asked.from().code()).containsExactly("VN", "KE");
    }

    @Test
    void addressTheOperatorDoesNotAllowIsNotCalled() throws Exception {
        TlsIdentity server = TestTls.identity();
        transport = closing(
                new HttpsPeerTransport(TestTls::identity, schedule, AddressRule.PUBLIC_ONLY, HttpsPeers.outgoing()));

        assertThat(failed(ask(at(offer(face, server), server.pin()), PeerCall.get("/peer/v1/heads"))))
                .hasMessageContaining("lies in a private network");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void refusalOfALongBodyIsReadBeforeTheBodyIsSent() throws Exception {
        TlsIdentity server = TestTls.identity();
        TlsIdentity caller = TestTls.identity();
        face.known.put(caller.pin(), CALLER);
        PeersServer peers = closing(PeersServer.start(
                "127.0.0.1", 0, face, () -> server, PeerLimits.standard(), closing(HttpsPeers.log())));
        transport = closing(
                new HttpsPeerTransport(() -> caller, schedule, AddressRule.ALLOW_PRIVATE, TransportLimits.standard()));
        PeerAddress to = at(URI.create("https://127.0.0.1:" + peers.port()), server.pin());
        PeerCall parcel = PeerCall.post("/peer/v1/parcels", new byte[8 << 20]);
        assertThat(answered(ask(to, parcel)).status()).isEqualTo(200);

        face.known.clear();

        assertThat(answered(ask(to, parcel)).status()).isEqualTo(403);
        assertThat(face.asked).hasSize(1);
    }

    @Test
    void plainHttpIsNotCalled() throws Exception {
        TlsIdentity server = TestTls.identity();
        URI url = URI.create(offer(face, server).toString().replace("https", "http"));

        assertThat(failed(ask(at(url, server.pin()), PeerCall.get("/peer/v1/heads"))))
                .hasMessageContaining("not a plain https address");
    }

    @Test
    void cardWithoutAddressFails() {
        PeerAddress nowhere =
                new PeerAddress(CALLED, List.of(), Set.of(TestTls.identity().pin()));

        assertThat(failed(ask(nowhere, PeerCall.get("/peer/v1/heads")))).hasMessageContaining("names no address");
    }

    @Test
    void slowAnswerIsCut() throws Exception {
        TlsIdentity server = TestTls.identity();
        CannedServer canned =
                closing(CannedServer.hanging(server, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this much"));
        transport = closing(new HttpsPeerTransport(
                TestTls::identity,
                schedule,
                AddressRule.ALLOW_PRIVATE,
                new TransportLimits(
                        4096, 2048, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(700), 4)));

        assertThat(failed(ask(at(canned.url(), server.pin()), PeerCall.get("/peer/v1/heads"))))
                .hasMessageContaining("no whole answer within");
    }

    @Test
    void endlessAnswerIsCut() throws Exception {
        TlsIdentity server = TestTls.identity();
        CannedServer canned = closing(CannedServer.answering(
                server,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("400\r\n" + "x".repeat(1024) + "\r\n").repeat(5)));

        failed(ask(at(canned.url(), server.pin()), PeerCall.get("/peer/v1/heads")));
    }

    @Test
    void truncatedAnswerFails() throws Exception {
        TlsIdentity server = TestTls.identity();
        CannedServer canned =
                closing(CannedServer.answering(server, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntoo short"));

        failed(ask(at(canned.url(), server.pin()), PeerCall.get("/peer/v1/heads")));
    }

    @Test
    void rangeElsewhereFails() throws Exception {
        TlsIdentity server = TestTls.identity();
        CannedServer canned = closing(CannedServer.answering(
                server, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-8/*\r\nContent-Length: 4\r\n\r\nabcd"));

        assertThat(failed(
                        ask(at(canned.url(), server.pin()), PeerCall.get("/peer/v1/evidence/a", new ByteRange(0, 3)))))
                .hasMessageContaining("answered with Content-Range bytes 5-8/*");
    }

    @Test
    void rangeNobodyAskedForFails() throws Exception {
        TlsIdentity server = TestTls.identity();
        CannedServer canned = closing(CannedServer.answering(
                server, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-3/*\r\nContent-Length: 4\r\n\r\nabcd"));

        assertThat(failed(ask(at(canned.url(), server.pin()), PeerCall.get("/peer/v1/evidence/a"))))
                .hasMessageContaining("nobody asked for");
    }

    @Test
    void retryTimeOfAYearIsShortenedToADay() throws Exception {
        TlsIdentity server = TestTls.identity();
        CannedServer canned = closing(CannedServer.answering(
                server, "HTTP/1.1 503 Busy\r\nRetry-After: 31536000\r\nContent-Length: 0\r\n\r\n"));

        assertThat(answered(ask(at(canned.url(), server.pin()), PeerCall.get("/peer/v1/heads")))
                        .retryAfterSeconds())
                .hasValue(86_400);
    }
}
