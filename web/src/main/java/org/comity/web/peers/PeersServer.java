package org.comity.web.peers;

import io.helidon.common.tls.TlsConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.comity.node.world.PeerFace;
import org.comity.web.AccessLog;
import org.comity.web.Crowd;
import org.comity.web.HttpProblems;
import org.comity.web.PinnedTls;
import org.comity.web.TlsIdentity;

/**
 * Listens for other nodes.
 *
 * <p>Who calls is decided twice. In the handshake a key that no recognised card names is refused, so strangers never reach the
 * HTTP parser. On each request the key is looked up again, because a recognition may be withdrawn while a connection or a
 * resumable TLS session lives; such a caller gets a 403. Limits that depend on the caller follow that look-up and precede the
 * body: an unknown caller costs a handshake, a known one that exceeds its share costs a head.
 */
public final class PeersServer implements AutoCloseable {

    private static final int PROLOGUE_BYTES = 2048;
    private static final int HEADER_BYTES = 8192;

    private final WebServer server;
    private final ScheduledExecutorService watch;

    private PeersServer(WebServer server, ScheduledExecutorService watch) {
        this.server = server;
        this.watch = watch;
    }

    /**
     * Starts to listen.
     *
     * @param host address to listen on
     * @param port port to listen on; 0 for a free one
     * @param own our TLS key, asked for in every handshake
     */
    public static PeersServer start(
            String host, int port, PeerFace face, Supplier<TlsIdentity> own, PeerLimits limits, AccessLog accessLog) {
        PeerRequests requests = new PeerRequests(face, limits, accessLog);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("peers-handshakes").factory());
        TlsConfig tls = TlsConfig.builder()
                .sslContext(PinnedTls.mutualServer(
                        own,
                        pin -> face.memberOf(pin).isPresent(),
                        limits.handshake(),
                        limits.silence(),
                        new Crowd(limits.handshakesOfOneAddress(), limits.connectionsOfOneMember()),
                        watch))
                .buildPrototype();
        WebServer server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .tls(tls)
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(PROLOGUE_BYTES)
                        .maxHeadersSize(HEADER_BYTES)
                        .continueImmediately(false)
                        .build())
                .maxTcpConnections(limits.connections())
                // Blocking sockets, which keep to the times of the TLS context; the server's other kind has none.
                .useNio(false)
                .directHandlers(HttpProblems.directHandlers())
                .routing(HttpRouting.builder().any(requests::handle))
                .build();
        return new PeersServer(server.start(), watch);
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Stops to listen and ends connections after a short grace. */
    @Override
    public void close() {
        server.stop();
        watch.shutdownNow();
    }
}
