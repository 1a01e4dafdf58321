package org.comity.web.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.CardRefused;
import org.comity.node.world.ByteRange;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerTransport;
import org.comity.node.world.Schedule;
import org.comity.web.TlsIdentity;

/**
 * Calls other nodes over HTTPS.
 *
 * <p>Each call runs on a virtual thread of its own: the addresses of the card are tried in their order until one gives an HTTP
 * answer, whatever its status. A call may thus reach the peer twice when an answer is lost; the peer protocol is made for that.
 *
 * <p>A name is resolved and each of its addresses checked before the client connects. The client resolves it a second time, from
 * the platform's cache (30 seconds unless configured), so a name that changes in between could lead a connection elsewhere; but
 * nothing is sent there beyond a TLS hello, since no other server holds the pinned key.
 */
public final class HttpsPeerTransport implements PeerTransport, AutoCloseable {

    private static final int CONSENT_BYTES = 64 << 10;
    private static final long LONGEST_RETRY_SECONDS = 86_400;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PinnedClients clients;
    private final Schedule schedule;
    private final AddressRule addresses;
    private final TransportLimits limits;
    private final Semaphore room;

    /**
     * @param own our TLS key, asked for in every handshake
     * @param schedule where answers come back
     * @param addresses which resolved addresses may be called
     */
    public HttpsPeerTransport(
            Supplier<TlsIdentity> own, Schedule schedule, AddressRule addresses, TransportLimits limits) {
        this.clients = new PinnedClients(own, limits.connect(), threads);
        this.schedule = schedule;
        this.addresses = addresses;
        this.limits = limits;
        this.room = new Semaphore(limits.callsAtOnce());
    }

    @Override
    public void ask(PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back) {
        if (!room.tryAcquire()) {
            PeerUnreachable full =
                    new PeerUnreachable("already " + limits.callsAtOnce() + " calls to peers are under way");
            schedule.soon(() -> back.accept(new Outcome.Failed<>(full)));
            return;
        }
        threads.execute(() -> {
            Outcome<PeerAnswer> outcome = outcome(to, call);
            room.release();
            schedule.soon(() -> back.accept(outcome));
        });
    }

    private Outcome<PeerAnswer> outcome(PeerAddress to, PeerCall call) {
        try {
            return new Outcome.Done<>(tryInOrder(to, call));
        } catch (PeerUnreachable e) {
            return new Outcome.Failed<>(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed<>(new PeerUnreachable("this node stops", e));
        } catch (RuntimeException e) {
            return new Outcome.Failed<>(e);
        }
    }

    private PeerAnswer tryInOrder(PeerAddress to, PeerCall call) throws PeerUnreachable, InterruptedException {
        if (to.urls().isEmpty()) {
            throw new PeerUnreachable("the card of " + to.member() + " names no address");
        }
        List<String> reasons = new ArrayList<>();
        IOException last = new PeerUnreachable("no address was tried");
        for (URI url : to.urls()) {
            try {
                return tryOne(to, url, call);
            } catch (IOException e) {
                reasons.add(url + ": " + reason(e));
                last = e;
            }
        }
        throw new PeerUnreachable(to.member() + " gave no answer at " + String.join("; ", reasons), last);
    }

    private PeerAnswer tryOne(PeerAddress to, URI base, PeerCall call) throws IOException, InterruptedException {
        URI url = URI.create(checked(base) + call.path());
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(limits.head());
        call.range().ifPresent(range -> request.header("Range", RangeHeader.range(range)));
        if (call.method().equals("POST")) {
            // A long body waits for the peer's consent, so that a refusal is read and not lost in a broken connection.
            request.header("Content-Type", "application/octet-stream")
                    .expectContinue(call.body().length > CONSENT_BYTES)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()));
        }
        int bound = call.range().isPresent() ? limits.rangeBytes() : limits.answerBytes();
        CompletableFuture<HttpResponse<byte[]>> sent = clients.of(to)
                .sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), bound));
        try {
            // The request's own time ends with the head of the answer; this one bounds its body as well.
            return answer(call, sent.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new PeerUnreachable("no whole answer within " + limits.whole().toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PeerUnreachable(reason(cause), cause);
        } finally {
            sent.cancel(true);
        }
    }

    private URI checked(URI base) throws PeerUnreachable {
        String host = base.getHost();
        if (!"https".equals(base.getScheme()) || host == null || base.getRawUserInfo() != null) {
            throw new PeerUnreachable("not a plain https address");
        }
        try {
            for (InetAddress resolved : InetAddress.getAllByName(host)) {
                addresses.check(resolved);
            }
        } catch (CardRefused e) {
            throw new PeerUnreachable(String.valueOf(e.getMessage()), e);
        } catch (UnknownHostException e) {
            throw new PeerUnreachable("the name " + host + " is not known", e);
        }
        return base;
    }

    private static PeerAnswer answer(PeerCall call, HttpResponse<byte[]> response) throws PeerUnreachable {
        if (response.statusCode() == 206) {
            requireRange(call, response);
        }
        return new PeerAnswer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse("application/octet-stream"),
                response.body(),
                retryAfter(response));
    }

    /** What a peer sends as a range must be the beginning of the range that was asked for, or all of it. */
    private static void requireRange(PeerCall call, HttpResponse<byte[]> response) throws PeerUnreachable {
        ByteRange wanted =
                call.range().orElseThrow(() -> new PeerUnreachable("answered with a range nobody asked for"));
        String header = response.headers().firstValue("Content-Range").orElse("none");
        Optional<ByteRange> given = RangeHeader.parseContentRange(header);
        if (given.isEmpty()
                || given.get().first() != wanted.first()
                || given.get().last() > wanted.last()
                || given.get().length() != response.body().length) {
            throw new PeerUnreachable("asked for " + RangeHeader.range(wanted) + ", answered with Content-Range "
                    + header + " and " + response.body().length + " bytes");
        }
    }

    private static OptionalLong retryAfter(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> OptionalLong.of(Math.min(Long.parseLong(text), LONGEST_RETRY_SECONDS)))
                .orElse(OptionalLong.empty());
    }

    /** The deepest cause says it: a handshake wraps the refusal of a pin several times. */
    private static String reason(Throwable failure) {
        if (failure instanceof PeerUnreachable) {
            return String.valueOf(failure.getMessage());
        }
        Throwable deepest = failure;
        for (int depth = 0; depth < 16 && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        String said = deepest.getMessage();
        return said == null ? deepest.getClass().getSimpleName() : said;
    }

    /** Cuts calls under way; their outcomes still come back. */
    @Override
    public void close() {
        threads.shutdownNow();
        clients.close();
    }
}
