package org.comity.web.officers;

import io.helidon.common.tls.TlsConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.comity.node.world.Entropy;
import org.comity.web.AccessLog;
import org.comity.web.HttpProblems;
import org.comity.web.PinnedTls;
import org.comity.web.TlsIdentity;

/**
 * Listens for this node's officers and their programs.
 *
 * <p>Without TLS it listens on a loopback address only: a token in plain text never leaves the machine.
 */
public final class OfficersServer implements AutoCloseable {

    private static final int PROLOGUE_BYTES = 4096;
    private static final int HEADER_BYTES = 16_384;

    private final WebServer server;
    private final ScheduledExecutorService watch;

    private OfficersServer(WebServer server, ScheduledExecutorService watch) {
        this.server = server;
        this.watch = watch;
    }

    /**
     * Starts to listen. {@code /openapi.yaml} is served beside the routes given.
     *
     * @param host address to listen on
     * @param port port to listen on; 0 for a free one
     * @param tls the key to show; empty for plain HTTP
     * @param entropy for the ids of requests
     * @throws IllegalArgumentException when plain HTTP is wanted on an address that other machines can reach
     */
    public static OfficersServer start(
            String host,
            int port,
            Optional<Supplier<TlsIdentity>> tls,
            List<Route> routes,
            Bearers bearers,
            OfficerLimits limits,
            Entropy entropy,
            AccessLog accessLog) {
        if (tls.isEmpty()) {
            requireLoopback(host);
        }
        List<Route> all = new ArrayList<>(routes);
        all.add(OpenApi.route());
        OfficerRequests requests = new OfficerRequests(all, bearers, limits, entropy, accessLog, tls.isPresent());
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("officers-handshakes").factory());
        WebServerConfig.Builder server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(PROLOGUE_BYTES)
                        .maxHeadersSize(HEADER_BYTES)
                        .continueImmediately(false)
                        .build())
                .maxTcpConnections(limits.connections())
                .idleConnectionTimeout(limits.silence())
                .useNio(false)
                .directHandlers(HttpProblems.directHandlers())
                .routing(HttpRouting.builder().any(requests::handle));
        tls.ifPresent(own -> server.tls(TlsConfig.builder()
                .sslContext(PinnedTls.server(own, limits.handshake(), limits.silence(), watch))
                .buildPrototype()));
        return new OfficersServer(server.build().start(), watch);
    }

    private static void requireLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    throw new IllegalArgumentException("officers' address " + host
                            + " without TLS; legal without TLS are loopback addresses, for example 127.0.0.1");
                }
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("officers' address " + host + " is not known", e);
        }
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
