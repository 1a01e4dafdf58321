package org.comity.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import org.comity.cli.demo.Play.Watch;
import org.comity.cli.terminal.ProgressBar;
import org.comity.cli.terminal.Shown;
import org.comity.web.ServedNode;
import tools.jackson.databind.JsonNode;

/** Evidence is taken in where it is, sealed for the member that asked, fetched by it and compared there. */
final class EvidenceScene {

    private static final Duration TRANSFER = Duration.ofHours(12);
    private static final int BLOCK = 1 << 16;

    private final Session session;
    private final Story story;
    private final Watch watch;
    private final DemoMember asking;
    private final DemoMember asked;
    private final Path folder;
    private Path file = Path.of("");
    private long length;
    private String sha256 = "";

    EvidenceScene(Session session, Story story, Watch watch, DemoMember asking, DemoMember asked, Path folder) {
        this.session = session;
        this.story = story;
        this.watch = watch;
        this.asking = asking;
        this.asked = asked;
        this.folder = folder;
    }

    void play(Optional<Path> given, RequestScene request) throws IOException {
        story.chapter(asked.code() + " sends evidence, sealed for " + asking.code() + " with a post-quantum key");
        file = given.isPresent() ? given.get() : accessLog();
        length = Files.size(file);
        String here = digest(file);
        JsonNode item = takeIn(request);
        sha256 = Json.text(item, "sha256");
        requireSame("what the node of " + asked.code() + " took in", here, sha256);
        story.line("sealed     " + file.getFileName() + ", " + Shown.bytes(length) + ", SHA-256 " + Shown.hash(sha256)
                + ", the same that sha256sum prints");
        String root = offer(item, request);
        JsonNode fetch = fetched(root);
        requireSame("what " + asking.code() + " fetched", here, Json.text(fetch, "sha256"));
        verifyThere(Json.text(fetch, "item"), here);
    }

    /** What the asked member's own node wrote while this ran; a copy, since the node goes on writing. */
    private Path accessLog() throws IOException {
        Path source = asked.path().resolve(ServedNode.PEERS_LOG);
        Path copy = folder.resolve("access.log");
        Files.copy(source, copy);
        return copy;
    }

    private JsonNode takeIn(RequestScene request) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("case", request.askedCase());
        query.put("name", String.valueOf(file.getFileName()));
        query.put("mediaType", file.toString().endsWith(".log") ? "text/plain" : "application/octet-stream");
        query.put("legalBasis", "order EX-2026/88 of the Example Court");
        try (ProgressBar bar = bar("taking in", length)) {
            return asked.node().upload("/v1/evidence" + NodeClient.query(query), file, bar::at);
        }
    }

    private String offer(JsonNode item, RequestScene request) {
        Map<String, Object> offer = new LinkedHashMap<>();
        offer.put("to", asking.code());
        offer.put("request", request.askedId());
        offer.put("useLimits", List.of("Only for the case named in the request."));
        offer.put("onward", "forbidden");
        offer.put("conditions", "");
        offer.put("legalBasis", "order EX-2026/88 of the Example Court");
        offer.put("note", "");
        JsonNode offered = asked.node().postLong("/v1/evidence/" + Json.text(item, "id") + "/offers", offer);
        story.line("offered    " + Shown.bytes(offered.path("cipherLength").asLong())
                + " under conditions that bind the receiver: no use beyond the case, no handing on");
        return Json.text(offered, "root");
    }

    private JsonNode fetched(String root) {
        watch.until(
                "the offer at " + asking.code(),
                () -> offers().filter(o -> Json.text(o, "root").equals(root)).findFirst());
        String path = "/v1/fetches/" + root;
        if (Json.text(asking.node().get(path), "state").equals("offered")) {
            asking.node().post(path + "/start");
        }
        try (ProgressBar bar = bar("fetching", length)) {
            JsonNode fetch = watch.until("the last piece of the evidence", TRANSFER, () -> {
                JsonNode now = asking.node().get(path);
                bar.at(now.path("piecesStored").asLong() << 20);
                return switch (Json.text(now, "state")) {
                    case "done" -> Optional.of(now);
                    case "suspended", "declined" ->
                        throw CommandFailed.of(
                                "the fetch is " + Json.text(now, "state") + ": " + Json.text(now, "reason"),
                                "look into the log of the demo");
                    default -> Optional.empty();
                };
            });
            long pieces = fetch.path("pieces").asLong();
            story.line("fetched    " + pieces + (pieces == 1 ? " piece" : " pieces")
                    + ", each checked against the root in the logged offer");
            return fetch;
        }
    }

    private Stream<JsonNode> offers() {
        return Stream.of("offered", "running", "suspended", "done", "declined")
                .flatMap(state ->
                        Json.items(asking.node().get("/v1/fetches?size=200&state=" + state), "items").stream());
    }

    /** The receiver opens its sealed copy and compares the whole digest. */
    private void verifyThere(String item, String expected) {
        asking.node().postLong("/v1/evidence/" + item + "/check");
        JsonNode detail = asking.node().get("/v1/evidence/" + item);
        requireSame("what lies in the vault of " + asking.code(), expected, Json.text(detail.path("item"), "sha256"));
        story.line("verified   " + asking.code() + " opened all of it as " + item + ": the same SHA-256; custody has "
                + Json.items(detail, "custody").size() + " entries in its log");
    }

    private static void requireSame(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new CommandFailed(
                    ExitCode.VERIFICATION_FAILED,
                    what + " has the SHA-256 " + found + ", expected is " + expected,
                    "look into the log of the demo");
        }
    }

    private ProgressBar bar(String what, long total) {
        return new ProgressBar(session.terminal(), what, total, session.clock());
    }

    private String digest(Path of) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (ProgressBar bar = bar("hashing", Files.size(of));
                InputStream in = Files.newInputStream(of)) {
            byte[] block = new byte[BLOCK];
            long done = 0;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
                done += read;
                bar.at(done);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    Path file() {
        return file;
    }

    long length() {
        return length;
    }

    String sha256() {
        return sha256;
    }
}
