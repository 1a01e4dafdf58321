package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.comity.node.Node;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.Comparison;
import org.comity.node.directory.NodeKeys;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.Threads;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.Schedule;
import org.comity.web.TlsIdentity;
import org.comity.web.peers.HttpsPeerTransport;
import org.comity.web.peers.TransportLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recognised member floods a node over real sockets, with more callers than it may have and long bodies of nothing, while others
 * have something urgent to say.
 */
class FloodedNodeTest {

    private static final int CALLERS = 12;
    private static final byte[] NOTHING = new byte[300 << 10];

    @TempDir
    Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final ConcurrentHashMap<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    @Test
    void floodOrdinaryLanePlusEmergency() throws IOException {
        try (Threads threads = new Threads(2);
                TestMember flooded = TestMember.start("VN", folder, threads);
                TestMember flooder = TestMember.start("BR", folder, threads);
                TestMember honest = TestMember.start("ZA", folder, threads)) {
            introduce(flooded, flooder);
            introduce(flooded, honest);
            CompletableFuture<Lane> heard = receipts(honest);
            CompletableFuture<Lane> heardByFlooder = receipts(flooder);
            List<Thread> flood = flood(flooder, flooded);
            try {
                awaitAnswers(60);
                sendUrgent(honest, flooded);
                // The flood goes on until both have their receipt: this waits for as long as they take and no longer.
                assertThat(heard).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Lane.URGENT);
                sendUrgent(flooder, flooded);
                assertThat(heardByFlooder)
                        .succeedsWithin(Duration.ofSeconds(60))
                        .isEqualTo(Lane.URGENT);
            } finally {
                over.set(true);
                join(flood);
            }
            assertThat(answers.keySet()).as("what the flood was answered").containsOnly(400, 429);
            assertThat(answers.get(429).sum())
                    .as("bodies refused unread, because their member had enough under way")
                    .isPositive();
        }
    }

    private static void introduce(TestMember one, TestMember other) {
        admit(one, other);
        admit(other, one);
    }

    private static void admit(TestMember here, TestMember there) {
        Node node = here.served().node();
        var card = NodeFolder.open(there.path()).card();
        result(node.ledger()
                .submit(Source.NODE, turn -> node.directory().admit(turn, card, Comparison.DEMO, List.of())));
    }

    private static CompletableFuture<Lane> receipts(TestMember sender) {
        CompletableFuture<Lane> first = new CompletableFuture<>();
        sender.served().node().exchange().onDelivered((peer, delivered) -> first.complete(delivered.lane()));
        return first;
    }

    private static void sendUrgent(TestMember from, TestMember to) {
        Node node = from.served().node();
        Draft draft = Draft.of(
                new Kind("test.letter"),
                Recipient.one(to.served().node().config().member()),
                Lane.URGENT,
                "text/plain",
                "help".getBytes(StandardCharsets.UTF_8));
        result(node.ledger().submit(Source.NODE, turn -> node.exchange().send(turn, draft)));
    }

    private static <T> T result(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** So many callers, each with one body after the other, none of which is a parcel. */
    private List<Thread> flood(TestMember from, TestMember to) {
        NodeKeys keys = NodeFolder.open(from.path()).keys();
        TlsIdentity tls = TlsIdentity.of(keys.tls(), keys.node());
        PeerAddress address = from.served()
                .node()
                .directory()
                .peer(to.served().node().config().member())
                .orElseThrow()
                .address();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                try (HttpsPeerTransport road = new HttpsPeerTransport(
                        () -> tls, new AtOnce(), AddressRule.ALLOW_PRIVATE, TransportLimits.standard())) {
                    while (!over.get()) {
                        CompletableFuture<Outcome<PeerAnswer>> back = new CompletableFuture<>();
                        road.ask(address, PeerCall.post("/peer/v1/parcels", NOTHING), back::complete);
                        if (back.join() instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer)) {
                            answers.computeIfAbsent(answer.status(), status -> new LongAdder())
                                    .increment();
                        }
                    }
                }
            }));
        }
        return callers;
    }

    private void awaitAnswers(long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (answers.values().stream().mapToLong(LongAdder::sum).sum() < count) {
            assertThat(System.nanoTime())
                    .as("the flood does not flow: " + answers)
                    .isLessThan(deadline);
            Thread.yield();
        }
    }

    private static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A schedule for callers that have no node. */
    private static final class AtOnce implements Schedule {
        @Override
        public void soon(Runnable task) {
            task.run();
        }

        @Override
        public Cancel at(Instant due, Runnable wake) {
            throw new UnsupportedOperationException("a flood sets no timers");
        }
    }
}
