package org.comity.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what a test tells it to, by method and path, and remembers what it was asked. */
final class FakeNode implements AutoCloseable {

    /** What it was asked, with the token and the body. */
    record Asked(String line, String authorization, String body) {}

    private record Canned(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Canned> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeNode(Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(new Asked(
                        line, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")), body));
                Canned answer =
                        answers.getOrDefault(line, new Canned(404, "{\"detail\":\"no answer for " + line + "\"}"));
                byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(
                folder.resolve("run/officers.json"),
                "{\"url\":\"http://127.0.0.1:" + server.getAddress().getPort()
                        + "\",\"token\":\"secret-1\",\"pid\":1}");
    }

    FakeNode answer(String line, int status, String body) {
        answers.put(line, new Canned(status, body));
        return this;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
