package org.comity.web.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.Schedule;
import org.comity.node.world.WitnessTransport;

/**
 * Calls witnesses that are no members, over HTTPS with the certificate authorities of the platform.
 *
 * <p>What a witness answers proves itself by its signature, so the channel protects only against a nuisance; plain HTTP is taken to this
 * machine itself, where a witness may stand behind a proxy. The addresses are the operator's own choice and may be private.
 */
public final class HttpWitnessTransport implements WitnessTransport, AutoCloseable {

    private static final int ANSWER_BYTES = 1 << 20;
    private static final long LONGEST_RETRY_SECONDS = 86_400;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Schedule schedule;
    private final TransportLimits limits;

    /** @param schedule where answers come back */
    public HttpWitnessTransport(Schedule schedule, TransportLimits limits) {
        this.schedule = schedule;
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
    }

    @Override
    public void ask(URI url, Optional<byte[]> body, Consumer<Outcome<PeerAnswer>> back) {
        threads.execute(() -> {
            Outcome<PeerAnswer> outcome = outcome(url, body);
            schedule.soon(() -> back.accept(outcome));
        });
    }

    private Outcome<PeerAnswer> outcome(URI url, Optional<byte[]> body) {
        try {
            requireSafe(url);
            HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(limits.head());
            body.ifPresent(bytes -> request.header("Content-Type", "text/plain; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
            return new Outcome.Done<>(answer(whole(client.sendAsync(
                    request.build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES)))));
        } catch (IOException | IllegalArgumentException e) {
            return new Outcome.Failed<>(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed<>(new PeerUnreachable("this node stops", e));
        }
    }

    /** The request's own time ends with the head of the answer; this one bounds its body as well. */
    private HttpResponse<byte[]> whole(CompletableFuture<HttpResponse<byte[]>> sent)
            throws PeerUnreachable, InterruptedException {
        try {
            return sent.get(limits.whole().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new PeerUnreachable("no whole answer within " + limits.whole().toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw new PeerUnreachable(String.valueOf(e.getCause()), e);
        } finally {
            sent.cancel(true);
        }
    }

    private static void requireSafe(URI url) throws PeerUnreachable {
        String host = url.getHost();
        if (host == null || url.getRawUserInfo() != null) {
            throw new PeerUnreachable(url + " is no address of a witness");
        }
        if ("https".equals(url.getScheme())) {
            return;
        }
        try {
            for (InetAddress resolved : InetAddress.getAllByName(host)) {
                if (!"http".equals(url.getScheme()) || !resolved.isLoopbackAddress()) {
                    throw new PeerUnreachable(url + " is not https; plain http is for this machine only");
                }
            }
        } catch (UnknownHostException e) {
            throw new PeerUnreachable("the name " + host + " is not known", e);
        }
    }

    private static PeerAnswer answer(HttpResponse<byte[]> response) {
        OptionalLong retry = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> OptionalLong.of(Math.min(Long.parseLong(text), LONGEST_RETRY_SECONDS)))
                .orElse(OptionalLong.empty());
        return new PeerAnswer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse("application/octet-stream"),
                response.body(),
                retry);
    }

    /** Cuts calls under way; their outcomes still come back. */
    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
    }
}
