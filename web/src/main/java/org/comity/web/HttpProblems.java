package org.comity.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How both faces send problems.
 *
 * <p>After a problem the connection is closed: the server would read what is left of the body as the next request. A short body
 * that is already under way is taken first, because closing on unread bytes resets the connection and the caller may lose the
 * answer. A caller with a long body waits for consent (RFC 9110, section 10.1.1), or bears the risk.
 */
public final class HttpProblems {

    private static final Logger LOG = LoggerFactory.getLogger(HttpProblems.class);
    private static final int REST_BYTES = 64 << 10;
    private static final Duration REST_TIME = Duration.ofSeconds(2);

    private HttpProblems() {}

    /** For any failure whose cause is nobody's business outside. */
    public static Problem internal() {
        return Problem.of(500, "internal", "An unexpected error; the log of this node has it.");
    }

    /**
     * Sends the problem and ends the connection; headers set before stay.
     *
     * @param further members of the problem beside the standard ones
     * @return never; declared so that callers can {@code throw} it
     * @throws CloseConnectionException always
     */
    public static CloseConnectionException send(
            ServerRequest request, ServerResponse response, Problem problem, Map<String, String> further) {
        return send(request, response, problem.status(), problem.json(further));
    }

    /**
     * Sends a problem that is already encoded and ends the connection; headers set before stay.
     *
     * @param json the problem as {@link Problem#MEDIA_TYPE}
     * @return never; declared so that callers can {@code throw} it
     * @throws CloseConnectionException always
     */
    public static CloseConnectionException send(
            ServerRequest request, ServerResponse response, int status, byte[] json) {
        if (response.isSent()) {
            throw new CloseConnectionException("an answer broke off");
        }
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.header(HeaderValues.CONNECTION_CLOSE);
        response.send(json);
        takeRest(request, status);
        throw new CloseConnectionException("refused with " + status);
    }

    private static void takeRest(ServerRequest request, int status) {
        long length = request.headers().contentLength().orElse(0);
        if (status == 408
                || length == 0
                || length > REST_BYTES
                || request.headers().containsToken(HeaderValues.EXPECT_100)) {
            return;
        }
        try {
            if (!request.content().consumed()) {
                TimedBody.exactly(request.content().inputStream(), (int) length, REST_TIME);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the rest of a refused body did not come", e);
        }
    }

    /** Answers of both faces to requests that never reach a route: bad syntax, a head too long. */
    public static DirectHandlers directHandlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, HttpProblems::ofTransport);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse ofTransport(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType event,
            Status status,
            ServerResponseHeaders headers,
            String ignoredMessage) {
        Problem problem = problemOf(status.code());
        headers.set(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers.set(HeaderValues.CONNECTION_CLOSE);
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(problem.status()))
                .headers(headers)
                .keepAlive(false)
                .entity(problem.json())
                .build();
    }

    private static Problem problemOf(int status) {
        return switch (status) {
            case 413 -> Problem.of(413, "too-large", "The request body is longer than this face takes.");
            case 414, 431 -> Problem.of(status, "head-too-large", "The request head is longer than this face takes.");
            case 503 -> Problem.of(503, "busy", "Too many requests are under way.");
            default ->
                status >= 400 && status < 500
                        ? Problem.of(status, "bad-request", "The request is not well-formed HTTP.")
                        : internal();
        };
    }
}
