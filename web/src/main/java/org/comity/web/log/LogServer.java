package org.comity.web.log;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.util.Optional;
import org.comity.node.exchange.PublishedLog;
import org.comity.tlog.TileAnswer;
import org.comity.web.HttpProblems;

/**
 * Serves {@code GET /checkpoint} and {@code GET /tile/...} (C2SP tlog-tiles) to anybody.
 *
 * <p>Off unless the operator asks for it: whoever reads it sees how many leaves the log has and when they came, never what they say. It
 * speaks plain HTTP, because all it says proves itself; a proxy in front may add TLS and a cache. Tiles may be kept for ever, a
 * checkpoint for some seconds.
 */
public final class LogServer implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final int PROLOGUE_BYTES = 2_048;
    private static final int HEADER_BYTES = 8_192;

    private final WebServer server;
    private final PublishedLog log;

    private LogServer(String host, int port, PublishedLog log) {
        this.log = log;
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(PROLOGUE_BYTES)
                        .maxHeadersSize(HEADER_BYTES)
                        .build())
                .maxTcpConnections(CONNECTIONS)
                .useNio(false)
                .directHandlers(HttpProblems.directHandlers())
                .routing(HttpRouting.builder().get(this::answer))
                .build()
                .start();
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     */
    public static LogServer start(String host, int port, PublishedLog log) {
        return new LogServer(host, port, log);
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        String path = request.prologue().uriPath().rawPath();
        Optional<TileAnswer> answer = log.get(path.startsWith("/") ? path.substring(1) : path);
        if (answer.isEmpty()) {
            response.status(Status.SERVICE_UNAVAILABLE_503)
                    .header(HeaderNames.RETRY_AFTER, "1")
                    .send();
            return;
        }
        response.status(Status.create(answer.get().status()));
        if (answer.get().status() == 200) {
            response.header(HeaderNames.CONTENT_TYPE, answer.get().contentType());
            response.header(
                    HeaderNames.CACHE_CONTROL,
                    answer.get().immutable() ? "public, max-age=31536000, immutable" : "public, max-age=2");
        }
        response.send(answer.get().body());
    }

    @Override
    public void close() {
        server.stop();
    }
}
