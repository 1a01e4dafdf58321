package org.comity.web;

import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a request in the order of the combined log format, with the route's template instead of the path and the request id
 * and the duration instead of referrer and agent. So it holds no query, no token and no identifier of a case.
 *
 * <p>A file that cannot be written never fails a request. At 32 MiB the file moves to {@code .1}.
 */
public final class AccessLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final long ROTATE_BYTES = 32L << 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * What is remembered of a request.
     *
     * @param remote address of the caller
     * @param user pseudonym of the officer or code of the member; {@code -} when not known
     * @param method HTTP method
     * @param template path template of the route, or {@code -} when none matched
     * @param status HTTP status of the answer
     * @param bytes length of the answer's body
     * @param micros time from the request's head to the answer's end, in microseconds
     * @param requestId id given to the request; {@code -} when it has none
     */
    public record Line(
            String remote,
            String user,
            String method,
            String template,
            int status,
            long bytes,
            long micros,
            String requestId) {}

    private final Path file;
    private final InstantSource clock;
    private final long rotateBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private Writer writer;
    private long written;
    private boolean broken;

    private AccessLog(Path file, InstantSource clock, long rotateBytes) throws IOException {
        this.file = file;
        this.clock = clock;
        this.rotateBytes = rotateBytes;
        this.writer = open();
        this.written = Files.size(file);
    }

    /** Appends to the file, which is made if absent. */
    public static AccessLog open(Path file, InstantSource clock) throws IOException {
        return open(file, clock, ROTATE_BYTES);
    }

    static AccessLog open(Path file, InstantSource clock, long rotateBytes) throws IOException {
        return new AccessLog(file, clock, rotateBytes);
    }

    private Writer open() throws IOException {
        return Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Writes the line; its parts are made harmless first, since some come from outside. */
    public void write(Line line) {
        String text = harmless(line.remote) + " - " + harmless(line.user) + " [" + TIME.format(clock.instant()) + "] \""
                + harmless(line.method) + " " + harmless(line.template) + " HTTP/1.1\" " + line.status + " "
                + line.bytes
                + " \"-\" \"" + harmless(line.requestId) + "\" "
                + String.format(Locale.ROOT, "%.3f", line.micros / 1000.0) + "ms\n";
        lock.lock();
        try {
            if (written > rotateBytes) {
                rotate();
            }
            writer.write(text);
            writer.flush();
            written += text.length();
        } catch (IOException e) {
            if (!broken) {
                LOG.warn("access log {} cannot be written; requests go on without it", file, e);
                broken = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The numeric address of a caller, never its name. */
    public static String remote(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "-";
    }

    private void rotate() throws IOException {
        writer.close();
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        writer = open();
        written = 0;
    }

    private static String harmless(String part) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < part.length() && i < 200; i++) {
            char c = part.charAt(i);
            out.append(c > ' ' && c < 0x7f && c != '"' && c != '\\' ? c : '?');
        }
        return out.isEmpty() ? "-" : out.toString();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            writer.close();
        } finally {
            lock.unlock();
        }
    }
}
