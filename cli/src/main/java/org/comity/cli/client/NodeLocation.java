package org.comity.cli.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where a node listens and what lets a caller in.
 *
 * @param url of the officers' face, without a slash at the end
 * @param token of an officer
 */
public record NodeLocation(URI url, String token) {

    /** Where a running node writes both, inside its folder. */
    static final String FILE = "run/officers.json";

    public NodeLocation {
        String text = url.toString();
        url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /** The node that runs on this folder now; empty when none does. */
    public static Optional<NodeLocation> ofFolder(Path folder) {
        try {
            JsonNode found = Json.read(Files.readAllBytes(folder.resolve(FILE)));
            return Json.optional(found, "url")
                    .flatMap(url ->
                            Json.optional(found, "token").map(token -> new NodeLocation(URI.create(url), token)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(FILE) + " cannot be read", e);
        }
    }

    /** The process that runs a node on this folder, or did and could not tidy up behind itself. */
    public static Optional<Long> processOf(Path folder) {
        try {
            return Json.optional(Json.read(Files.readAllBytes(folder.resolve(FILE))), "pid")
                    .map(Long::parseLong);
        } catch (IOException | Json.UnreadableAnswer | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "NodeLocation[" + url + "]";
    }
}
