package org.comity.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * One officer's connection to one node. Every call either returns what was asked or throws {@link NodeProblem} with what the node
 * said, or {@link NodeUnreachable}.
 */
public final class NodeClient implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration TRANSFER = Duration.ofHours(24);
    private static final int BLOCK = 1 << 16;

    private final Supplier<NodeLocation> location;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @param location asked before each call, because a running node renews its token */
    public NodeClient(Supplier<NodeLocation> location) {
        this.location = location;
    }

    public JsonNode get(String path) {
        return json(send("GET", path, BodyPublishers.noBody(), "", ANSWER));
    }

    /** What a path answers, as bytes, for answers of at most a few megabytes. */
    public byte[] bytes(String path) {
        try (InputStream in = send("GET", path, BodyPublishers.noBody(), "", ANSWER)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** @param body anything that is written as JSON */
    public JsonNode post(String path, Object body) {
        return json(sendJson("POST", path, body));
    }

    /** For work that takes as long as the item it is done on. */
    public JsonNode postLong(String path, Object body) {
        return json(send("POST", path, BodyPublishers.ofByteArray(Json.bytes(body)), "application/json", TRANSFER));
    }

    /** The same for what is done by the path alone. */
    public JsonNode postLong(String path) {
        return json(send("POST", path, BodyPublishers.noBody(), "", TRANSFER));
    }

    /** For what is done by the path alone; the node refuses a body there. */
    public JsonNode post(String path) {
        return json(send("POST", path, BodyPublishers.noBody(), "", ANSWER));
    }

    public JsonNode delete(String path) {
        return json(send("DELETE", path, BodyPublishers.noBody(), "", ANSWER));
    }

    /**
     * Sends a file as the body.
     *
     * @param progress gets the bytes sent so far
     */
    public JsonNode upload(String path, Path file, LongConsumer progress) throws IOException {
        BodyPublisher body = new CountingBody(BodyPublishers.ofFile(file), progress);
        return json(send("POST", path, body, "application/octet-stream", TRANSFER));
    }

    /**
     * Copies what a path answers to a stream.
     *
     * @param method GET, or POST for what is made on demand
     * @param progress gets the bytes written so far
     */
    public void download(String method, String path, OutputStream out, LongConsumer progress) throws IOException {
        try (InputStream in = send(method, path, BodyPublishers.noBody(), "", TRANSFER)) {
            byte[] block = new byte[BLOCK];
            long done = 0;
            while (true) {
                int read = readBlock(in, block);
                if (read < 0) {
                    return;
                }
                out.write(block, 0, read);
                done += read;
                progress.accept(done);
            }
        }
    }

    /** A query of a path, its values escaped. */
    public static String query(Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(name + "=" + escaped(value)));
        return query.toString();
    }

    /** One part of a path, escaped. */
    public static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static int readBlock(InputStream in, byte[] block) {
        try {
            return in.read(block);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private InputStream sendJson(String method, String path, Object body) {
        return send(method, path, BodyPublishers.ofByteArray(Json.bytes(body)), "application/json", ANSWER);
    }

    private InputStream send(String method, String path, BodyPublisher body, String mediaType, Duration patience) {
        NodeLocation to = location.get();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to.url() + path))
                .method(method, body)
                .timeout(patience)
                .header("Authorization", "Bearer " + to.token());
        if (!mediaType.isEmpty()) {
            request.header("Content-Type", mediaType);
        }
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() / 100 == 2) {
                return answer.body();
            }
            try (InputStream in = answer.body()) {
                throw NodeProblem.of(answer.statusCode(), in.readNBytes(1 << 20));
            }
        } catch (IOException e) {
            throw new NodeUnreachable("no node answers at " + to.url(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnreachable("interrupted while waiting for " + to.url(), e);
        }
    }

    private static JsonNode json(InputStream answer) {
        try (answer) {
            byte[] body = answer.readAllBytes();
            return Json.read(body.length == 0 ? "{}".getBytes(StandardCharsets.US_ASCII) : body);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static NodeUnreachable broken(IOException e) {
        return new NodeUnreachable("the node broke off in the middle of its answer", e);
    }

    @Override
    public void close() {
        http.close();
    }
}
