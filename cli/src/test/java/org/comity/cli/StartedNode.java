package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code comity start} in a process of its own. */
final class StartedNode implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<Optional<String>> readyLine = new CompletableFuture<>();
    private final StringBuilder said = new StringBuilder();

    private StartedNode(Process process) {
        this.process = process;
    }

    /** Launches it; whether it gets ready is for the caller to see. */
    static StartedNode launch(Path dir) throws IOException {
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Comity.class.getName(),
                        "start",
                        "--dir",
                        dir.toString(),
                        "--json"))
                .redirectErrorStream(true)
                .start();
        StartedNode node = new StartedNode(started);
        Thread.ofPlatform().daemon(true).name("hears-" + started.pid()).start(node::hear);
        return node;
    }

    /** Launches it and waits until it is ready. */
    static StartedNode ready(Path dir) throws Exception {
        StartedNode node = launch(dir);
        assertThat(node.readyLine.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(node::said)
                .hasValueSatisfying(line -> assertThat(line).contains("\"officers\""));
        return node;
    }

    private void hear() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = out.readLine()) != null) {
                synchronized (said) {
                    said.append(line).append('\n');
                }
                if (line.startsWith("{")) {
                    readyLine.complete(Optional.of(line));
                }
            }
        } catch (IOException e) {
            synchronized (said) {
                said.append("(its output broke off: ").append(e.getMessage()).append(")\n");
            }
        } finally {
            readyLine.complete(Optional.empty());
        }
    }

    String said() {
        synchronized (said) {
            return said.toString();
        }
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(this::said)
                .isTrue();
        return process.exitValue();
    }

    /** SIGKILL: nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    /** SIGTERM: it ends in order. */
    void stop() throws InterruptedException {
        process.destroy();
        exitCode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
