package org.comity.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * One line that shows how far long work is. Drawn beside the results, only where a person watches, at most ten times a second, and
 * not at all for work that is over before half a second.
 */
public final class ProgressBar implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int CELLS = 30;

    private final Terminal terminal;
    private final String what;
    private final long total;
    private final InstantSource clock;
    private final Instant started;
    private Instant drawn;
    private boolean visible;

    /**
     * @param what in a word or two
     * @param total bytes of the whole work; 0 when it is not known
     */
    public ProgressBar(Terminal terminal, String what, long total, InstantSource clock) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.clock = clock;
        this.started = clock.instant();
        this.drawn = started;
    }

    /** Tells how many bytes are done. May be called from any thread, and often. */
    public synchronized void at(long done) {
        Instant now = clock.instant();
        if (!terminal.watched()
                || Duration.between(started, now).compareTo(PATIENCE) < 0
                || Duration.between(drawn, now).compareTo(PAUSE) < 0) {
            return;
        }
        drawn = now;
        visible = true;
        terminal.err().print("\r\u001b[K" + text(done, Duration.between(started, now)));
        terminal.err().flush();
    }

    private String text(long done, Duration spent) {
        double seconds = Math.max(1, spent.toMillis()) / 1000.0;
        String rate = Shown.bytes((long) (done / seconds)) + "/s";
        if (total <= 0) {
            return "  " + what + "  " + Shown.bytes(done) + "  " + rate;
        }
        double part = Math.min(1.0, (double) done / total);
        int full = (int) (part * CELLS);
        long left = part == 0 ? 0 : (long) (seconds / part - seconds);
        return "  " + what + "  " + "\u2588".repeat(full) + "\u2591".repeat(CELLS - full)
                + String.format("  %3d %%  ", (int) (part * 100)) + rate + "  "
                + Shown.span(Duration.ofSeconds(left)) + " left";
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        if (visible) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
            visible = false;
        }
    }
}
