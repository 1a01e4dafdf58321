package org.comity.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads a body within a length and a time. One read blocks at most for the socket's own silence, so the time is checked after
 * each and is exceeded by at most that much; a sender that gives one byte at a time is cut all the same.
 */
public final class TimedBody extends InputStream {

    private static final int STEP_BYTES = 64 << 10;

    private final InputStream in;
    private final long limit;
    private final long deadline;
    private long arrived;

    /**
     * @param limit longest body in bytes
     * @param allowed time from now to the end of the body
     */
    public TimedBody(InputStream in, long limit, Duration allowed) {
        this.in = in;
        this.limit = limit;
        this.deadline = System.nanoTime() + allowed.toNanos();
    }

    /**
     * A body whose length was announced, whole.
     *
     * @throws SlowBody when the time passes first
     * @throws IOException when the connection ends first
     */
    public static byte[] exactly(InputStream in, int length, Duration allowed) throws IOException {
        byte[] body = new TimedBody(in, length, allowed).upTo(length);
        if (body.length < length) {
            throw new IOException("the body ended after " + body.length + " of " + length + " bytes");
        }
        return body;
    }

    /** A body of any length up to the limit, whole. */
    public static byte[] atMost(InputStream in, int limit, Duration allowed) throws IOException {
        return new TimedBody(in, limit, allowed).upTo(limit + 1);
    }

    /** Memory grows with what arrives, so that an announced length alone costs none. */
    private byte[] upTo(int most) throws IOException {
        byte[] body = new byte[Math.min(most, STEP_BYTES)];
        int filled = 0;
        while (filled < most) {
            if (filled == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(most, 2L * body.length));
            }
            int got = read(body, filled, body.length - filled);
            if (got < 0) {
                return Arrays.copyOf(body, filled);
            }
            filled += got;
        }
        return body;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (System.nanoTime() > deadline) {
            throw new SlowBody(arrived);
        }
        int got;
        try {
            got = in.read(into, offset, length);
        } catch (RuntimeException e) {
            throw failure(e);
        }
        if (got > 0) {
            arrived += got;
            if (arrived > limit) {
                throw new LongBody(limit);
            }
        }
        return got;
    }

    /** The server hands a socket's failure on in wrappings of its own. */
    private IOException failure(RuntimeException wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return new SlowBody(arrived);
            }
        }
        return new IOException("the connection ended after " + arrived + " bytes of the body", wrapped);
    }
}
