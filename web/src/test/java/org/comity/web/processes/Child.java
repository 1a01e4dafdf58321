package org.comity.web.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.comity.node.driver.NodeFolder;

/** One member's node in processes of its own, one after the other: each life begins with {@link #launch}. */
final class Child implements AutoCloseable {

    /** Exit status of a process that ended by SIGKILL: 128 and the signal's number. */
    static final int KILLED = 137;

    private static final int PATIENCE_SECONDS = 60;
    private static final int LAST_WORDS = 60;

    private final NodeFolder folder;
    private final Path peerCard;
    private final Path journals;
    private final Deque<String> words = new ArrayDeque<>();
    private Optional<Process> process = Optional.empty();
    private LinkedBlockingQueue<String> replies = new LinkedBlockingQueue<>();

    /** @param journals a folder outside the node's, so that it is no part of what is restored or damaged */
    Child(NodeFolder folder, Path peerCard, Path journals) throws IOException {
        this.folder = folder;
        this.peerCard = peerCard;
        this.journals = Files.createDirectories(journals);
    }

    NodeFolder folder() {
        return folder;
    }

    Path journals() {
        return journals;
    }

    void launch() throws IOException {
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Xshare:auto",
                        // A short life is mostly start: the optimising compiler would not pay in it.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledNode.class.getName(),
                        folder.path().toString(),
                        peerCard.toString(),
                        journals.toString()))
                .redirectErrorStream(true)
                .start();
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        process = Optional.of(started);
        replies = heard;
        Thread.ofPlatform().daemon(true).name("hears-" + started.pid()).start(() -> hear(started, heard));
    }

    private void hear(Process speaker, LinkedBlockingQueue<String> heard) {
        try (BufferedReader out = speaker.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith(KilledNode.REPLY)) {
                    heard.add(line.substring(KilledNode.REPLY.length()));
                } else {
                    remember(line);
                }
            }
        } catch (IOException e) {
            remember("(its output broke off: " + e.getMessage() + ")");
        }
    }

    private void remember(String line) {
        synchronized (words) {
            words.add(line);
            if (words.size() > LAST_WORDS) {
                words.remove();
            }
        }
    }

    /** What it said last that was no reply. */
    String lastWords() {
        synchronized (words) {
            return String.join("\n", words);
        }
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException("the process was never launched"));
    }

    long pid() {
        return running().pid();
    }

    /** Waits for the next reply. */
    String reply() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            String reply = replies.poll(100, TimeUnit.MILLISECONDS);
            if (reply != null) {
                return reply;
            }
            assertThat(running().isAlive() || !replies.isEmpty())
                    .as("the process lives; it said:%n%s", lastWords())
                    .isTrue();
        }
        throw new AssertionError("no reply in " + PATIENCE_SECONDS + " seconds; the process said:\n" + lastWords());
    }

    void tell(String command) {
        try {
            var in = running().outputWriter(StandardCharsets.UTF_8);
            in.write(command + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the process does not listen; it said:\n" + lastWords(), e);
        }
    }

    /** Lets it run for a while, in which it may not end by itself. */
    void live(long millis) throws InterruptedException {
        boolean ended = running().waitFor(millis, TimeUnit.MILLISECONDS);
        assertThat(ended)
                .as("the process ended by itself; it said:%n%s", lastWords())
                .isFalse();
    }

    /** SIGKILL: the process is told nothing and flushes nothing. */
    void kill() throws InterruptedException {
        running().destroyForcibly();
        assertThat(status()).isEqualTo(KILLED);
    }

    int status() throws InterruptedException {
        assertThat(running().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("the process ends; it said:%n%s", lastWords())
                .isTrue();
        return running().exitValue();
    }

    /** How many messages are acknowledged, over all lives. */
    long acknowledged() throws IOException {
        Path file = journals.resolve(KilledNode.ACKNOWLEDGED);
        return Files.exists(file) ? Files.size(file) / Journal.Acknowledged.BYTES : 0;
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
    }
}
