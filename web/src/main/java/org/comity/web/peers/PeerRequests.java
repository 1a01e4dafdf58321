package org.comity.web.peers;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.comity.node.record.MemberId;
import org.comity.node.world.ByteRange;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.web.AccessLog;
import org.comity.web.HttpProblems;
import org.comity.web.Problem;
import org.comity.web.SlowBody;
import org.comity.web.TimedBody;
import org.comity.web.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of a peer, from its head to its answer. */
final class PeerRequests {

    private static final Logger LOG = LoggerFactory.getLogger(PeerRequests.class);
    private static final int RETRY_SECONDS = 5;

    /** Paths of this protocol need no escapes and no dots alone; what needs them is none of it. */
    private static final Pattern PATH = Pattern.compile("/peer/v1(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~=&+-]{0,512}");

    private final PeerFace face;
    private final PeerLimits limits;
    private final Intake intake;
    private final AccessLog accessLog;

    PeerRequests(PeerFace face, PeerLimits limits, AccessLog accessLog) {
        this.face = face;
        this.limits = limits;
        this.intake = new Intake(limits.callsOfOneMember(), limits.bodiesAtOnceBytes());
        this.accessLog = accessLog;
    }

    /** A refusal by this face itself. It ends the connection, where the rest of a body could pass for the next request. */
    private static final class Turned extends Exception {
        final int status;
        final transient byte[] json;
        final OptionalLong retryAfterSeconds;

        Turned(int status, byte[] json, OptionalLong retryAfterSeconds) {
            super("refused with " + status);
            this.status = status;
            this.json = json;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        static Turned by(PeerAnswer refusal) {
            return new Turned(refusal.status(), refusal.body(), refusal.retryAfterSeconds());
        }

        static Turned away(int status, String slug, String detail) {
            return new Turned(status, Problem.of(status, slug, detail).json(), OptionalLong.empty());
        }

        static Turned later(int status, String slug, String detail) {
            return new Turned(status, Problem.of(status, slug, detail).json(), OptionalLong.of(RETRY_SECONDS));
        }
    }

    void handle(ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        Optional<MemberId> from = Optional.empty();
        try {
            from = caller(request);
            MemberId member = from.orElseThrow(() -> Turned.away(
                    403, "not-recognised", "The TLS key of this connection belongs to no member recognised here."));
            PeerCall head = head(request);
            int length = bodyLength(request, head);
            Optional<PeerAnswer> refusal = face.beforeBody(member, head.method(), head.path(), length);
            if (refusal.isPresent()) {
                throw Turned.by(refusal.get());
            }
            try (Intake.Ticket _ = intake.admit(member, length)
                    .orElseThrow(() -> Turned.later(429, "quota", "Too many calls of " + member + " are under way."))) {
                byte[] body = length == 0 ? new byte[0] : body(request, length);
                PeerCall call = new PeerCall(head.method(), head.path(), body, head.range());
                send(response, call, ask(member, call));
            }
            if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
                throw new CloseConnectionException("the caller asked to close");
            }
        } catch (Turned turned) {
            turn(request, response, turned);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (IOException e) {
            throw new CloseConnectionException("body of a peer broke off", e);
        } catch (RuntimeException e) {
            LOG.error("a call of {} failed", from.map(MemberId::toString).orElse("an unknown peer"), e);
            throw HttpProblems.send(request, response, HttpProblems.internal(), Map.of());
        } finally {
            log(request, response, from, start);
        }
    }

    private Optional<MemberId> caller(ServerRequest request) {
        return request.remotePeer()
                .tlsCertificates()
                .filter(chain -> chain.length > 0)
                .map(chain -> TlsIdentity.pinOf((X509Certificate) chain[0]))
                .flatMap(face::memberOf);
    }

    /** The call without its body. */
    private static PeerCall head(ServerRequest request) throws Turned {
        HttpPrologue prologue = request.prologue();
        String method = prologue.method().text();
        if (!method.equals("GET") && !method.equals("POST")) {
            throw Turned.away(405, "method-not-allowed", "Nodes are asked with GET and POST only.");
        }
        String path = prologue.uriPath().rawPath();
        String query = prologue.query().rawValue();
        if (!PATH.matcher(path).matches() || !QUERY.matcher(query).matches()) {
            throw Turned.away(404, "not-found", "This path is none of the peer protocol, version 1.");
        }
        Optional<ByteRange> range = Optional.empty();
        if (request.headers().contains(HeaderNames.RANGE)) {
            range = RangeHeader.parseRange(
                    request.headers().get(HeaderNames.RANGE).values());
            if (range.isEmpty()) {
                throw Turned.away(
                        416, "range-unreadable", "Only one range with both ends is served, as in bytes=0-1023.");
            }
        }
        return new PeerCall(method, query.isEmpty() ? path : path + "?" + query, new byte[0], range);
    }

    private int bodyLength(ServerRequest request, PeerCall head) throws Turned {
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            throw Turned.away(411, "length-required", "A body must come with its Content-Length.");
        }
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            throw Turned.away(415, "encoding-unsupported", "Bodies are taken as they are, never compressed.");
        }
        long length = request.headers().contentLength().orElse(0);
        if (length > limits.bodyBytes()) {
            throw Turned.away(
                    413, "too-large", "A body of " + length + " bytes; at most " + limits.bodyBytes() + " are taken.");
        }
        if (length > 0 && head.method().equals("GET")) {
            throw Turned.away(400, "body-unexpected", "A GET request has no body.");
        }
        return (int) length;
    }

    private byte[] body(ServerRequest request, int length) throws IOException, Turned {
        try {
            return TimedBody.exactly(request.content().inputStream(), length, limits.bodyTime(length));
        } catch (SlowBody e) {
            throw Turned.away(408, "body-too-slow", String.valueOf(e.getMessage()));
        }
    }

    private PeerAnswer ask(MemberId member, PeerCall call) throws Turned {
        CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
        face.answer(member, call, answer::complete);
        try {
            return answer.get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Turned.later(503, "busy", "The node did not answer in time.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Turned.later(503, "stopping", "The node stops.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is completed with a value only", e);
        }
    }

    private static void send(ServerResponse response, PeerCall call, PeerAnswer answer) {
        response.status(Status.create(answer.status()));
        response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        answer.retryAfterSeconds()
                .ifPresent(seconds -> response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
        if (answer.status() == 206) {
            ByteRange range = call.range()
                    .orElseThrow(
                            () -> new IllegalStateException("a partial answer to " + call.path() + " without a range"));
            response.header(HeaderNames.CONTENT_RANGE, RangeHeader.contentRange(range.first(), answer.body().length));
        }
        response.send(answer.body());
    }

    private static void turn(ServerRequest request, ServerResponse response, Turned turned) {
        turned.retryAfterSeconds.ifPresent(seconds -> response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds)));
        throw HttpProblems.send(request, response, turned.status, turned.json);
    }

    private void log(ServerRequest request, ServerResponse response, Optional<MemberId> from, long start) {
        // Two parts of a path tell what was asked for; the rest may identify a case.
        String[] parts = request.prologue().uriPath().rawPath().split("/", 5);
        String template = parts.length < 4 ? "-" : "/" + parts[1] + "/" + parts[2] + "/" + parts[3];
        accessLog.write(new AccessLog.Line(
                AccessLog.remote(request.remotePeer().address()),
                from.map(MemberId::toString).orElse("-"),
                request.prologue().method().text(),
                template,
                response.status().code(),
                response.isSent() ? response.bytesWritten() : 0,
                (System.nanoTime() - start) / 1000,
                "-"));
    }
}
