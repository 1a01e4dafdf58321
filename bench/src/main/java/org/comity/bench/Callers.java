package org.comity.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.comity.node.exchange.Delivered;
import org.comity.node.exchange.Disposition;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.world.World;

/**
 * Callers of one node that send messages and wait until each is receipted by the peer and the receipt is durable here.
 *
 * <p>A caller is no thread but a place in a map: the work that logs and queues its message puts it there under the message's index
 * once that is durable, and the listener of receipts takes it out. Both run on the node's thread, so the map needs no lock. In a closed
 * loop the caller then sends its next message at once.
 */
final class Callers {

    private static final int BODY_BYTES = 1_024;
    private static final int SOURCES = 16;
    private static final long PAUSE_MILLIS = 50;

    private final BenchNode node;
    private final MemberId peer;
    private final byte[] body = new byte[BODY_BYTES];
    private final Source[] sources = new Source[SOURCES];
    private final Map<Long, Long> waiting = new HashMap<>();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private Latencies latencies = new Latencies();
    private volatile boolean closedLoop;

    Callers(BenchNode node, MemberId peer) {
        this.node = node;
        this.peer = peer;
        // Random content, as encrypted or compressed evidence would be; the seed only makes runs alike.
        new Random(7).nextBytes(body);
        for (int i = 0; i < SOURCES; i++) {
            sources[i] = new Source("officer:" + i);
        }
        node.node().exchange().onDelivered((member, delivered) -> delivered(delivered));
    }

    /** Lets callers send one message after the other until {@link #stop}. */
    void begin(int callers) {
        closedLoop = true;
        long now = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            send(i, now);
        }
    }

    void stop() {
        closedLoop = false;
    }

    /**
     * Sends one message.
     *
     * @param caller any number; callers take turns among a few sources
     * @param due when it was to be sent, by {@link System#nanoTime}: its time is counted from there
     */
    void send(int caller, long due) {
        outstanding.incrementAndGet();
        Source source = sources[Math.floorMod(caller, SOURCES)];
        node.node()
                .ledger()
                .submit(source, turn -> {
                    Draft draft = Draft.of(
                            BenchNode.KIND, Recipient.one(peer), Lane.ORDINARY, "application/octet-stream", body);
                    Logged logged = node.node().exchange().send(turn, draft);
                    turn.afterCommit(() -> waiting.put(logged.index(), due));
                    return logged.index();
                })
                .whenComplete((index, failure) -> {
                    if (failure != null) {
                        refused(caller, failure);
                    }
                });
    }

    private void refused(int caller, Throwable failure) {
        outstanding.decrementAndGet();
        failed.incrementAndGet();
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        boolean forGood = !(cause instanceof Refused refused) || refused.code() == Refused.Code.STOPPED;
        if (closedLoop && !forGood) {
            World world = node.world();
            world.schedule()
                    .at(world.clock().instant().plusMillis(PAUSE_MILLIS), () -> send(caller, System.nanoTime()));
        }
    }

    private void delivered(Delivered delivered) {
        Long due = waiting.remove(delivered.index());
        if (due == null) {
            return;
        }
        outstanding.decrementAndGet();
        long now = System.nanoTime();
        if (delivered.disposition() == Disposition.ACCEPTED) {
            latencies.add(now - due);
            done.incrementAndGet();
        } else {
            failed.incrementAndGet();
        }
        if (closedLoop) {
            send((int) delivered.index(), now);
        }
    }

    /** Forgets the latencies so far. On the node's thread, as everything that touches them. */
    void reset() {
        node.world().schedule().soon(() -> latencies = new Latencies());
    }

    /** Latencies since the last reset; call it when nobody sends any more. */
    Latencies latencies() {
        return latencies;
    }

    /** Callers under way. */
    int outstanding() {
        return outstanding.get();
    }

    /** Exchanges that are complete. */
    long done() {
        return done.get();
    }

    /** Messages that were refused here or not accepted there. */
    long failed() {
        return failed.get();
    }
}
