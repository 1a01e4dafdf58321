package org.comity.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.record.MemberId;

/**
 * Complete exchanges between two nodes.
 *
 * <p>One exchange: a caller hands over a message of 1 KiB; the sender's node logs it, signs its log, seals a parcel and sends it over
 * mutual TLS; the other node checks all proofs, stores the message, logs its receipt, signs its log and answers; the sender checks
 * that and makes it durable. Only then is the caller answered. Every commit is forced to disk and each log is signed with Ed25519 and
 * ML-DSA-44. The two nodes witness each other meanwhile.
 */
final class ExchangeBenchmark {

    private static final long DRAIN_SECONDS = 20;
    private static final int MOST_OUTSTANDING = 16_000;

    private final BenchOptions options;
    private final ScratchFolder scratch;
    private final PrintStream out;

    ExchangeBenchmark(BenchOptions options, ScratchFolder scratch, PrintStream out) {
        this.options = options;
        this.scratch = scratch;
        this.out = out;
    }

    Report run() throws IOException, InterruptedException {
        NodeFolder sending = BenchNode.create(scratch.path().resolve("sender"), new MemberId("XA"));
        NodeFolder receiving = BenchNode.create(scratch.path().resolve("receiver"), new MemberId("XB"));
        try (BenchNode sender = BenchNode.open(sending);
                Partner partner = partner(receiving, sending.card(), sending)) {
            sender.admit(partner.card());
            return measure(sender, partner);
        }
    }

    private Partner partner(NodeFolder folder, VerifiedCard peer, NodeFolder peerFolder)
            throws IOException, InterruptedException {
        return options.oneProcess()
                ? new LocalPartner(folder, peer)
                : new ChildPartner(folder, peerFolder.path().resolve(NodeFolder.CARD));
    }

    /** What both processes counted between two moments, and how long that was. */
    private record Span(Counters sender, Counters partner, double seconds, long exchanges) {}

    private Report measure(BenchNode sender, Partner partner) throws IOException, InterruptedException {
        double forceBefore = DiskProbe.forceMs(scratch.path());
        Callers callers = new Callers(sender, partner.card().member());
        Offering offering = new Offering(callers);
        offering.start();
        // Hello and the first handshakes are no part of an exchange.
        Measuring.sleep(0, callers::done);
        out.println("warming up, at most " + options.warmUpSeconds() + " seconds");
        double compiler = WarmUp.await(
                options.warmUpSeconds(),
                () -> sender.counters().compilerNanos() + partner.counters().compilerNanos());
        Span span = span(sender, partner, callers);
        offering.stop();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (callers.outstanding() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        double force = Math.min(forceBefore, DiskProbe.forceMs(scratch.path()));
        return report(span, callers, force, compiler, offering);
    }

    private Span span(BenchNode sender, Partner partner, Callers callers) throws IOException, InterruptedException {
        callers.reset();
        Counters senderBefore = sender.counters();
        Counters partnerBefore = partner.counters();
        long doneBefore = callers.done();
        long start = System.nanoTime();
        Measuring.sleep(options.seconds(), callers::done);
        long exchanges = callers.done() - doneBefore;
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Span(
                sender.counters().since(senderBefore), partner.counters().since(partnerBefore), seconds, exchanges);
    }

    private Report report(Span span, Callers callers, double forceMs, double compilerShare, Offering offering) {
        Counters a = span.sender();
        Counters b = span.partner();
        double n = span.exchanges();
        double cpu = a.cpuNanos() + b.cpuNanos();
        double warm = cpu - a.compilerNanos() - b.compilerNanos();
        Latencies times = callers.latencies();
        Report report = new Report("exchange")
                .figure("exchanges_per_second", "exchanges", n / span.seconds(), 0, "per second")
                .figure("p50_ms", "latency p50", times.ms(0.5), 1, "ms")
                .figure("p99_ms", "latency p99", times.ms(0.99), 1, "ms")
                .figure("p999_ms", "latency p99.9", times.ms(0.999), 1, "ms")
                .figure("cpu_us_per_exchange", "CPU of both nodes", cpu / n / 1e3, 0, "us per exchange")
                .figure("warm_cpu_us_per_exchange", "  without the compiler", warm / n / 1e3, 0, "us per exchange")
                .figure("cores_used", "cores used", cpu / 1e9 / span.seconds(), 2, "")
                .figure("messages_per_parcel", "messages in a parcel", n / a.parcels(), 0, "")
                .figure("bytes_sent_per_exchange", "sent per exchange", a.parcelBytes() / n, 0, "bytes")
                .figure("bytes_received_per_exchange", "received per exchange", a.answerBytes() / n, 0, "bytes")
                .figure("sender_commits_per_second", "commits, sender", a.commits() / span.seconds(), 0, "per second")
                .figure(
                        "receiver_commits_per_second",
                        "commits, receiver",
                        b.commits() / span.seconds(),
                        0,
                        "per second")
                .figure("sender_commit_ms", "mean commit, sender", a.commitNanos() / 1e6 / a.commits(), 2, "ms")
                .figure("receiver_commit_ms", "mean commit, receiver", b.commitNanos() / 1e6 / b.commits(), 2, "ms")
                .figure("force_ms", "4 KiB forced to this disk, p50", forceMs, 2, "ms")
                .figure("compiler_share", "compiler at the start of the measurement", compilerShare, 2, "cores")
                .figure("failed", "failed", (double) callers.failed(), 0, "")
                .figure("seconds", "measured", span.seconds(), 1, "s");
        if (options.rate() > 0) {
            report.figure("offered_per_second", "offered", options.rate(), 0, "per second")
                    .figure("not_offered", "not offered, the node was full", (double) offering.notOffered.get(), 0, "");
        } else {
            report.figure("waiting", "waiting callers", options.waiting(), 0, "");
        }
        return options.oneProcess()
                ? report.note("note", "Both nodes shared one process.")
                : report.note("note", "The nodes ran in two processes on this machine.");
    }

    /** Gives the callers work: a fixed number that wait, or a fixed rate whether or not anybody waits. */
    private final class Offering {

        private final Callers callers;
        private volatile boolean running = true;
        private final AtomicLong notOffered = new AtomicLong();

        Offering(Callers callers) {
            this.callers = callers;
        }

        void start() {
            if (options.rate() == 0) {
                callers.begin(options.waiting());
            } else {
                Thread.ofPlatform().daemon(true).name("bench-rate").start(this::pace);
            }
        }

        private void pace() {
            double interval = 1e9 / options.rate();
            long start = System.nanoTime();
            for (long i = 0; running; i++) {
                long due = start + (long) (i * interval);
                while (running && System.nanoTime() < due) {
                    LockSupport.parkNanos(Math.min(1_000_000, Math.max(50_000, due - System.nanoTime())));
                }
                if (callers.outstanding() < MOST_OUTSTANDING) {
                    callers.send((int) i, due);
                } else {
                    notOffered.incrementAndGet();
                }
            }
        }

        void stop() {
            running = false;
            callers.stop();
        }
    }
}
