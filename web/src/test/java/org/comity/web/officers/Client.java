package org.comity.web.officers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.comity.node.access.OfficerId;
import org.comity.node.access.Role;
import org.comity.node.access.Tokens;

/** Calls a face on the loopback address; tokens are words, each good for the roles after its colon. */
final class Client implements AutoCloseable {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final int port;

    Client(int port) {
        this.port = port;
    }

    /** {@code token-drafter} is a drafter's, {@code token-} one without any role, all else is nobody's. */
    static Optional<Tokens.Bearer> bearer(String token) {
        if (!token.startsWith("token-")) {
            return Optional.empty();
        }
        String role = token.substring("token-".length());
        return Optional.of(new Tokens.Bearer(
                new OfficerId("of-7kq2"), role, role.isEmpty() ? Set.of() : Set.of(Role.ofWord(role))));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder as(Role role, String path) {
        return request(path).header("Authorization", "Bearer token-" + role.word());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> json(String path, String body) throws IOException {
        return send(as(Role.DRAFTER, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
