package org.comity.cli.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comity.cli.client.NodeClient;
import org.comity.cli.client.NodeLocation;
import picocli.CommandLine.Option;

/** Which node is meant: one on this machine by its folder, or any by its address and a token. */
public final class NodeOptions {

    /** Folder of a node where none is said. */
    public static final String DEFAULT_DIR = "comity-data";

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder of the node; $COMITY_DIR or ./" + DEFAULT_DIR + " if not said.")
    private Optional<String> dir = Optional.empty();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the officers' face of a node elsewhere; with --token-file.")
    private Optional<String> url = Optional.empty();

    @Option(names = "--token-file", paramLabel = "FILE", description = "File that holds an officer's token.")
    private Optional<String> tokenFile = Optional.empty();

    /** The node's folder, whether it exists or not. */
    public Path folder(Session session) {
        return session.path(dir.orElseGet(() -> session.environment().getOrDefault("COMITY_DIR", DEFAULT_DIR)));
    }

    /**
     * Connects when it is first asked something.
     *
     * @throws CommandFailed when the options do not fit together, or no node runs on the folder
     */
    public NodeClient connect(Session session) {
        if (url.isPresent() != tokenFile.isPresent()) {
            throw CommandFailed.usage(
                    "--url and --token-file belong together, and only one of them was given", "give both or neither");
        }
        if (url.isPresent()) {
            NodeLocation fixed = new NodeLocation(address(url.get()), token(session.path(tokenFile.get())));
            return new NodeClient(() -> fixed);
        }
        Path folder = folder(session);
        require(session, folder);
        return new NodeClient(() -> require(session, folder));
    }

    private static NodeLocation require(Session session, Path folder) {
        return NodeLocation.ofFolder(folder).orElseThrow(() -> {
            boolean made = Files.exists(folder.resolve("settings.json"));
            String shown = session.typed(folder);
            return made
                    ? new CommandFailed(
                            ExitCode.TRY_AGAIN,
                            "the node in " + shown + " is not running",
                            "start it with: comity start --dir " + shown)
                    : CommandFailed.of(
                            "there is no node in " + shown,
                            "make one with: comity init --dir " + shown + " --member CODE ...");
        });
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage("--url " + text + " is not an address", "write it like http://127.0.0.1:8441");
        }
        throw CommandFailed.usage(
                "--url " + text + " is not an http or https address with a host",
                "write it like http://127.0.0.1:8441");
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "the token in " + file + " cannot be read",
                    "an administrator makes one with: comity token issue",
                    e);
        }
    }
}
