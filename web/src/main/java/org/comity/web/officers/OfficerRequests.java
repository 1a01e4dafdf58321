package org.comity.web.officers;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.comity.node.access.Tokens;
import org.comity.node.ledger.Refused;
import org.comity.node.record.JsonBody;
import org.comity.node.world.Entropy;
import org.comity.web.AccessLog;
import org.comity.web.HttpProblems;
import org.comity.web.LongBody;
import org.comity.web.Problem;
import org.comity.web.SlowBody;
import org.comity.web.TimedBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of an officer, from its head to its answer: route, token, rate, role, body, handler, in this order, so that a
 * caller learns nothing about what it may not see and costs little until it is known.
 */
final class OfficerRequests {

    private static final Logger LOG = LoggerFactory.getLogger(OfficerRequests.class);
    private static final int REQUEST_ID_BYTES = 8;

    private final List<Route> routes;
    private final Gate gate;
    private final OfficerLimits limits;
    private final Entropy entropy;
    private final AccessLog accessLog;
    private final boolean secure;

    OfficerRequests(
            List<Route> routes,
            Bearers bearers,
            OfficerLimits limits,
            Entropy entropy,
            AccessLog accessLog,
            boolean secure) {
        this.routes = List.copyOf(routes);
        this.gate = new Gate(bearers, limits);
        this.limits = limits;
        this.entropy = entropy;
        this.accessLog = accessLog;
        this.secure = secure;
    }

    /** What is known of a request so far; for its log line. */
    private static final class Trace {
        final long start = System.nanoTime();
        final String id;
        String user = "-";
        String template = "-";

        Trace(String id) {
            this.id = id;
        }
    }

    private record Found(Route route, Map<String, String> parts) {}

    void handle(ServerRequest request, ServerResponse response) {
        Trace trace = new Trace(HexFormat.of().formatHex(entropy.bytes(REQUEST_ID_BYTES)));
        secureHeaders(response, trace.id);
        try {
            serve(request, response, trace);
            if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
                throw new CloseConnectionException("the caller asked to close");
            }
        } catch (Turned turned) {
            throw turn(request, response, turned, trace);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (IOException e) {
            throw new CloseConnectionException("a body broke off", e);
        } catch (RuntimeException e) {
            LOG.error("request {} of {} to {} failed", trace.id, trace.user, trace.template, e);
            throw turn(request, response, new Turned(HttpProblems.internal()), trace);
        } finally {
            log(request, response, trace);
        }
    }

    private void serve(ServerRequest request, ServerResponse response, Trace trace) throws Turned, IOException {
        Found found = find(request);
        Route route = found.route;
        trace.template = route.path().toString();
        Optional<Tokens.Bearer> bearer = Optional.empty();
        if (!route.isOpen()) {
            Tokens.Bearer known = gate.identify(request);
            trace.user = known.officer().toString();
            gate.require(route, known);
            bearer = Optional.of(known);
        }
        try {
            Call call = call(request, found, bearer);
            send(response, route, route.handler().answer(call));
        } catch (Refused refused) {
            if (!route.refusals().contains(refused.code())) {
                LOG.warn(
                        "{} {} refuses with {}, which it does not declare",
                        route.method(),
                        route.path(),
                        refused.code());
            }
            throw Turned.by(refused);
        } catch (UncheckedIOException e) {
            // A handler read the body on another thread.
            throw turned(Objects.requireNonNull(e.getCause()));
        } catch (SlowBody | LongBody e) {
            throw turned(e);
        }
        if (route.body() != Route.Body.NONE && !request.content().consumed()) {
            // What a handler left unread would be taken for the next request.
            throw new CloseConnectionException("a body was not read to its end");
        }
    }

    private static Turned turned(IOException broken) throws IOException {
        return switch (broken) {
            case SlowBody slow -> new Turned(Problem.of(408, "body-too-slow", String.valueOf(slow.getMessage())));
            case LongBody longer -> new Turned(Problem.of(413, "too-large", String.valueOf(longer.getMessage())));
            default -> throw broken;
        };
    }

    private Found find(ServerRequest request) throws Turned {
        String method = request.prologue().method().text();
        String path = request.prologue().uriPath().rawPath();
        TreeSet<String> others = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> parts = route.path().match(path);
            if (parts.isPresent()) {
                if (route.method().equals(method)) {
                    return new Found(route, parts.get());
                }
                others.add(route.method());
            }
        }
        if (others.isEmpty()) {
            throw new Turned(Problem.of(404, "not-found", "Nothing is served under this path.")
                    .withRemedy("See /openapi.yaml for what there is."));
        }
        throw new Turned(
                Problem.of(405, "method-not-allowed", "This path takes " + String.join(" and ", others) + "."),
                Map.of("Allow", String.join(", ", others)));
    }

    private Call call(ServerRequest request, Found found, Optional<Tokens.Bearer> bearer) throws Turned, IOException {
        byte[] body = new byte[0];
        InputStream stream = InputStream.nullInputStream();
        OptionalLong announced = request.headers().contentLength();
        switch (found.route.body()) {
            case NONE -> {
                if (request.content().hasEntity()) {
                    throw new Turned(Problem.of(400, "invalid", "This request takes no body."));
                }
            }
            case JSON -> {
                requireLength(announced, limits.jsonBytes());
                requireJson(request);
                if (request.content().hasEntity()) {
                    body = TimedBody.atMost(request.content().inputStream(), limits.jsonBytes(), limits.jsonTime());
                }
            }
            case STREAM -> {
                requireLength(announced, limits.streamBytes());
                stream = request.content().hasEntity()
                        ? new TimedBody(request.content().inputStream(), limits.streamBytes(), limits.streamTime())
                        : new ByteArrayInputStream(body);
            }
        }
        return new Call(bearer, found.parts, query(request), body, stream, limits.patience(), limits.streamTime());
    }

    private static void requireLength(OptionalLong announced, long limit) throws Turned {
        if (announced.orElse(0) > limit) {
            throw new Turned(Problem.of(
                    413,
                    "too-large",
                    "A body of " + announced.getAsLong() + " bytes; at most " + limit + " are taken."));
        }
    }

    private static void requireJson(ServerRequest request) throws Turned {
        boolean json = request.headers()
                .contentType()
                .filter(type -> type.mediaType().text().equals(JsonBody.MEDIA_TYPE))
                .isPresent();
        if (!json) {
            throw new Turned(Problem.of(415, "not-json", "The body must be application/json."));
        }
    }

    private static Map<String, String> query(ServerRequest request) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String name : request.query().names()) {
            query.put(name, request.query().get(name));
        }
        return query;
    }

    private static void send(ServerResponse response, Route route, Answer answer) throws IOException {
        response.status(Status.create(route.success()));
        answer.headers().forEach(response::header);
        switch (answer) {
            case Answer.Json(Object value, Map<String, String> _) -> {
                byte[] body = JsonBody.write(value);
                response.header(HeaderNames.CONTENT_TYPE, JsonBody.MEDIA_TYPE);
                response.send(body);
            }
            case Answer.Bytes(String type, byte[] body, Map<String, String> _) -> {
                response.header(HeaderNames.CONTENT_TYPE, type);
                response.send(body);
            }
            case Answer.Stream(String type, OptionalLong length, Answer.Writer body, Map<String, String> _) -> {
                response.header(HeaderNames.CONTENT_TYPE, type);
                length.ifPresent(response::contentLength);
                writeOrCut(response, body);
            }
        }
    }

    private static void writeOrCut(ServerResponse response, Answer.Writer body) throws IOException {
        OutputStream out = response.outputStream();
        try {
            body.to(out);
        } catch (IOException | RuntimeException e) {
            // Without the end of the body, the caller sees that it is not whole.
            throw new CloseConnectionException("an answer broke off", e);
        }
        out.close();
    }

    private void secureHeaders(ServerResponse response, String requestId) {
        response.header("X-Request-Id", requestId);
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Cache-Control", "no-store");
        response.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.header("Referrer-Policy", "no-referrer");
        if (secure) {
            response.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private static CloseConnectionException turn(
            ServerRequest request, ServerResponse response, Turned turned, Trace trace) {
        if (!response.isSent()) {
            turned.headers.forEach(response::header);
        }
        throw HttpProblems.send(request, response, turned.problem, Map.of("request", trace.id));
    }

    private void log(ServerRequest request, ServerResponse response, Trace trace) {
        accessLog.write(new AccessLog.Line(
                AccessLog.remote(request.remotePeer().address()),
                trace.user,
                request.prologue().method().text(),
                trace.template,
                response.status().code(),
                response.isSent() ? response.bytesWritten() : 0,
                (System.nanoTime() - trace.start) / 1000,
                trace.id));
    }
}
