package org.comity.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.comity.node.Node;
import org.comity.node.directory.Comparison;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.NodeWorld;
import org.comity.node.driver.Threads;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.node.world.PeerTransport;
import org.comity.node.world.Schedule;

/**
 * One notice from one node to 192 others in one process, until every receipt is verified and durable at the sender.
 *
 * <p>Each node has its own folder, database, keys and log, and every commit is forced to disk; only the network is left out: calls are
 * handed over in memory, as they would lie on the wire. So what is measured is the fixed cost of an exchange, 192 times, on the cores and
 * the one disk of this machine.
 */
final class FanoutBenchmark {

    static final int RECEIVERS = 192;

    private static final int WARM_UP_ROUNDS = 5;
    private static final long PATIENCE_SECONDS = 120;

    /** Hands calls to the nodes of this process. */
    private static final class Road implements PeerTransport {

        private final MemberId self;
        private final Schedule schedule;
        private final Map<MemberId, PeerFace> faces;

        Road(MemberId self, Schedule schedule, Map<MemberId, PeerFace> faces) {
            this.self = self;
            this.schedule = schedule;
            this.faces = faces;
        }

        @Override
        public void ask(PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back) {
            PeerFace face = faces.get(to.member());
            if (face == null) {
                schedule.soon(() -> back.accept(new Outcome.Failed<>(new IOException(to.member() + " is not up"))));
            } else {
                face.answer(self, call, answer -> schedule.soon(() -> back.accept(new Outcome.Done<>(answer))));
            }
        }
    }

    private record Member(NodeFolder folder, NodeWorld world, Node node) {}

    private final BenchOptions options;
    private final ScratchFolder scratch;
    private final Map<MemberId, PeerFace> faces = new ConcurrentHashMap<>();

    FanoutBenchmark(BenchOptions options, ScratchFolder scratch) {
        this.options = options;
        this.scratch = scratch;
    }

    Report run() throws IOException, InterruptedException {
        double forceMs = DiskProbe.forceMs(scratch.path());
        List<Member> members = new ArrayList<>();
        try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            try {
                for (int i = 0; i <= RECEIVERS; i++) {
                    members.add(open(i, threads));
                }
                introduce(members);
                return measure(members.getFirst().node(), forceMs);
            } finally {
                for (Member member : members) {
                    close(member);
                }
            }
        }
    }

    /** Two letters from AA on; in the realm of a benchmark they stand for nobody. */
    private static MemberId code(int number) {
        return new MemberId("" + (char) ('A' + number / 26) + (char) ('A' + number % 26));
    }

    private Member open(int number, Threads threads) throws IOException, InterruptedException {
        MemberId member = code(number);
        Path path = scratch.path().resolve(member.code());
        NodeFolder folder = BenchNode.create(path, member);
        NodeWorld world = NodeWorld.open(folder, threads, folder.keys(), schedule -> new Road(member, schedule, faces));
        CompletableFuture<Node> started = new CompletableFuture<>();
        world.world().schedule().soon(() -> {
            try {
                Node node = new Node(folder.config(threads, folder.keys()), world.world());
                node.exchange().deliverTo(BenchNode.sink());
                faces.put(member, node.exchange());
                node.start().whenComplete((logged, failure) -> {
                    if (failure == null) {
                        started.complete(node);
                    } else {
                        started.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        return new Member(folder, world, await(started));
    }

    /** The sender and each receiver recognise each other. */
    private static void introduce(List<Member> members) throws InterruptedException {
        Member sender = members.getFirst();
        for (Member member : members.subList(1, members.size())) {
            admit(member.node(), sender.folder().card());
            admit(sender.node(), member.folder().card());
        }
    }

    private static void admit(Node node, VerifiedCard card) throws InterruptedException {
        await(node.ledger()
                .submit(Source.NODE, turn -> node.directory().admit(turn, card, Comparison.DEMO, List.of()))
                .toCompletableFuture());
    }

    private Report measure(Node sender, double forceMs) throws InterruptedException {
        Map<Long, CountDownLatch> rounds = new HashMap<>();
        sender.exchange().onDelivered((member, delivered) -> {
            CountDownLatch waiting = rounds.get(delivered.index());
            if (waiting != null) {
                waiting.countDown();
            }
        });
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            round(sender, rounds);
        }
        Latencies times = new Latencies();
        long cpuBefore = ProcessCpu.nanos();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        int measured = 0;
        while (measured < 3 || System.nanoTime() < end) {
            times.add(round(sender, rounds));
            measured++;
        }
        double cpu = (ProcessCpu.nanos() - cpuBefore) / 1e6 / measured;
        return new Report("fanout")
                .figure("receivers", "receivers", RECEIVERS, 0, "nodes in one process")
                .figure("all_receipted_p50_ms", "notice to last durable receipt, p50", times.ms(0.5), 0, "ms")
                .figure("all_receipted_max_ms", "  slowest", times.ms(1), 0, "ms")
                .figure("cpu_ms_per_notice", "CPU of all nodes", cpu, 0, "ms a notice")
                .figure("cpu_ms_per_receiver", "  for each receiver", cpu / RECEIVERS, 2, "ms")
                .figure("rounds", "notices", measured, 0, "")
                .figure("force_ms", "4 KiB forced to this disk, p50", forceMs, 2, "ms")
                .note("note", "Calls are handed over in memory; every node commits to its own database.");
    }

    private static long round(Node sender, Map<Long, CountDownLatch> rounds) throws InterruptedException {
        CountDownLatch receipts = new CountDownLatch(RECEIVERS);
        long start = System.nanoTime();
        await(sender.ledger()
                .submit(Source.NODE, turn -> {
                    var notice = sender.exchange()
                            .send(
                                    turn,
                                    Draft.of(
                                            BenchNode.KIND,
                                            Recipient.everyone(),
                                            Lane.PUBLIC,
                                            "application/octet-stream",
                                            new byte[1_024]));
                    turn.afterCommit(() -> rounds.put(notice.index(), receipts));
                    return notice;
                })
                .toCompletableFuture());
        if (!receipts.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchFailed(receipts.getCount() + " of " + RECEIVERS + " receipts did not come in "
                    + PATIENCE_SECONDS + " seconds");
        }
        return System.nanoTime() - start;
    }

    private static <T> T await(CompletableFuture<T> stage) throws InterruptedException {
        try {
            return stage.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BenchFailed("a node of the benchmark refused: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new BenchFailed("a node of the benchmark did not answer in " + PATIENCE_SECONDS + " seconds", e);
        }
    }

    private static void close(Member member) throws InterruptedException {
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        member.world()
                .world()
                .schedule()
                .soon(() -> member.node().stop().whenComplete((done, failure) -> stopped.complete(failure == null)));
        var _ = await(stopped);
        member.world().close();
    }
}
