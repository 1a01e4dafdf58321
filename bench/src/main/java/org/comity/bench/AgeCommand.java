package org.comity.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code age} program of this machine, and {@code sha256sum}: what people use today to hash a file and encrypt it. */
final class AgeCommand {

    private static final long PATIENCE_SECONDS = 300;

    private final Path folder;
    private final Path key;
    private final String recipient;

    private AgeCommand(Path folder, Path key, String recipient) {
        this.folder = folder;
        this.key = key;
        this.recipient = recipient;
    }

    /** Empty when one of {@code age}, {@code age-keygen}, {@code sha256sum}, {@code sh} is not on the path. */
    static Optional<AgeCommand> find(Path folder) throws IOException, InterruptedException {
        for (String program : List.of("age", "age-keygen", "sha256sum", "sh")) {
            if (!onPath(program)) {
                return Optional.empty();
            }
        }
        Path key = folder.resolve("age.key");
        run(List.of("age-keygen", "-o", key.toString()), folder);
        String recipient =
                run(List.of("age-keygen", "-y", key.toString()), folder).strip();
        return Optional.of(new AgeCommand(folder, key, recipient));
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String part : path.split(":", -1)) {
            if (!part.isEmpty() && Files.isExecutable(Path.of(part, program))) {
                return true;
            }
        }
        return false;
    }

    /** What {@code age --version} says. */
    String version() throws IOException, InterruptedException {
        return run(List.of("age", "--version"), folder).strip();
    }

    void seal(Path plain, Path sealed) throws IOException, InterruptedException {
        run(List.of("age", "-r", recipient, "-o", sealed.toString(), plain.toString()), folder);
    }

    /** {@code sha256sum FILE && age -r RECIPIENT -o SEALED FILE}: two passes, one after the other. */
    void hashThenSeal(Path plain, Path sealed) throws IOException, InterruptedException {
        String script = "sha256sum \"$1\" && age -r \"$2\" -o \"$3\" \"$1\"";
        run(List.of("sh", "-c", script, "sh", plain.toString(), recipient, sealed.toString()), folder);
    }

    void open(Path sealed, Path plain) throws IOException, InterruptedException {
        run(List.of("age", "-d", "-i", key.toString(), "-o", plain.toString(), sealed.toString()), folder);
    }

    private static String run(List<String> command, Path folder) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " did not end in " + PATIENCE_SECONDS + " seconds");
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IOException(command.getFirst() + " failed: " + text.strip());
        }
        return text;
    }
}
