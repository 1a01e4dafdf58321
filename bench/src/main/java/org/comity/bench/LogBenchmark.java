package org.comity.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.comity.node.driver.NodeFolder;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;

/**
 * Durable appends to the log of one node: callers wait, each with an act of 1 KiB, until a signed head covers it. Every commit is
 * forced to disk and serves all callers that wait at that moment.
 */
final class LogBenchmark {

    private static final int BODY_BYTES = 1_024;
    private static final long DRAIN_SECONDS = 20;

    private final BenchOptions options;
    private final ScratchFolder scratch;
    private final PrintStream out;
    private final byte[] body = new byte[BODY_BYTES];
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Latencies latencies = new Latencies();
    private volatile boolean running = true;
    private volatile boolean measuring;

    LogBenchmark(BenchOptions options, ScratchFolder scratch, PrintStream out) {
        this.options = options;
        this.scratch = scratch;
        this.out = out;
        new Random(7).nextBytes(body);
    }

    Report run() throws IOException, InterruptedException {
        NodeFolder folder = BenchNode.create(scratch.path().resolve("node"), new MemberId("XA"));
        try (BenchNode node = BenchNode.open(folder)) {
            double force = DiskProbe.forceMs(scratch.path());
            Ledger ledger = node.node().ledger();
            for (int i = 0; i < options.waiting(); i++) {
                append(ledger, new Source("officer:" + i % 16));
            }
            out.println("warming up, at most " + options.warmUpSeconds() + " seconds");
            WarmUp.await(options.warmUpSeconds(), ProcessCpu::compilerNanos);
            Counters before = node.counters();
            long doneBefore = done.get();
            long start = System.nanoTime();
            measuring = true;
            Measuring.sleep(options.seconds(), done::get);
            measuring = false;
            Counters spent = node.counters().since(before);
            long appends = done.get() - doneBefore;
            double seconds = (System.nanoTime() - start) / 1e9;
            running = false;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
            while (outstanding.get() > 0 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return report(appends, seconds, spent, force);
        }
    }

    /** A caller: appends, waits for the signed head, and appends again. */
    private void append(Ledger ledger, Source source) {
        outstanding.incrementAndGet();
        long start = System.nanoTime();
        ledger.submit(
                        source,
                        turn -> turn.append(Draft.of(
                                BenchNode.KIND, Recipient.nobody(), Lane.OWN, "application/octet-stream", body)))
                .whenComplete((logged, failure) -> {
                    outstanding.decrementAndGet();
                    if (failure != null) {
                        failed.incrementAndGet();
                        return;
                    }
                    done.incrementAndGet();
                    if (measuring) {
                        // Futures complete on the node's thread, one after the other.
                        latencies.add(System.nanoTime() - start);
                    }
                    if (running) {
                        append(ledger, source);
                    }
                });
    }

    private Report report(long appends, double seconds, Counters spent, double force) {
        double warm = spent.cpuNanos() - spent.compilerNanos();
        return new Report("log")
                .figure("appends_per_second", "durable appends", appends / seconds, 0, "per second")
                .figure("p50_ms", "latency p50", latencies.ms(0.5), 1, "ms")
                .figure("p99_ms", "latency p99", latencies.ms(0.99), 1, "ms")
                .figure("cpu_us_per_append", "CPU", spent.cpuNanos() / 1e3 / appends, 0, "us per append")
                .figure("warm_cpu_us_per_append", "  without the compiler", warm / 1e3 / appends, 0, "us per append")
                .figure("appends_per_commit", "appends in a commit", (double) appends / spent.commits(), 0, "")
                .figure("commits_per_second", "commits", spent.commits() / seconds, 0, "per second")
                .figure("commit_ms", "mean commit", spent.commitNanos() / 1e6 / spent.commits(), 2, "ms")
                .figure("force_ms", "4 KiB forced to this disk, p50", force, 2, "ms")
                .figure("waiting", "waiting callers", options.waiting(), 0, "")
                .figure("failed", "failed", (double) failed.get(), 0, "")
                .figure("seconds", "measured", seconds, 1, "s");
    }
}
