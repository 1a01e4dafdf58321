package org.comity.web.processes;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.comity.node.Node;
import org.comity.node.exchange.Delivered;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Snapshot;
import org.comity.web.processes.Journal.Acknowledged;

/**
 * Sends numbered messages to one peer as fast as a number of waiting ones allows, also over many lives of the process.
 *
 * <p>The number is drawn in the commit that logs the message, so numbers have no gaps whatever is killed when. A message counts as
 * acknowledged when its receipt is durable here and its number is on disk in a journal outside the node: what the journal names must be at
 * the peer, come what may.
 */
final class NumberSender implements AutoCloseable {

    private static final int URGENT_EVERY = 8;
    private static final int BODY_BYTES = 64;
    private static final long PAUSE_MILLIS = 50;

    private final Node node;
    private final MemberId peer;
    private final Journal journal;
    private final Map<Long, Acknowledged> waiting = new HashMap<>();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicLong permits;
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
    private final LinkedBlockingQueue<Acknowledged> delivered = new LinkedBlockingQueue<>();
    private final Thread writer =
            Thread.ofPlatform().daemon(true).name("acknowledged").unstarted(this::write);

    /**
     * Before the node starts: takes up the messages that wait for a receipt since an earlier life.
     *
     * @param most messages to send in this life
     */
    NumberSender(Node node, MemberId peer, Path journal, long most) {
        this.node = node;
        this.peer = peer;
        this.journal = Journal.open(journal, Acknowledged.BYTES);
        this.permits = new AtomicLong(most);
        try (Snapshot snapshot = node.world().store().snapshot()) {
            snapshot.sql()
                    .list(
                            "SELECT s.idx, s.lane, s.number FROM test_sent s JOIN exchange_outbox o ON o.idx = s.idx"
                                    + " WHERE o.receipt IS NULL",
                            row -> waiting.put(row.number(0), new Acknowledged(Lane.of(row.number(1)), row.number(2))));
        }
        outstanding.set(waiting.size());
        node.exchange().onDelivered((member, message) -> delivered(message));
        writer.start();
    }

    /** Keeps this many messages waiting until {@link #stop}. */
    void begin(int width) {
        for (int i = outstanding.get(); i < width; i++) {
            send();
        }
    }

    void stop() {
        permits.set(0);
    }

    /** Messages of which it is not yet written that the peer has them, since this life began or from earlier ones. */
    int outstanding() {
        return outstanding.get();
    }

    /** Completes when all that may be sent in this life is acknowledged. */
    CompletableFuture<Boolean> finished() {
        return finished;
    }

    private void send() {
        if (permits.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return;
        }
        outstanding.incrementAndGet();
        node.ledger().submit(new Source("officer:counter"), this::sendOne).whenComplete((index, failure) -> {
            if (failure != null) {
                outstanding.decrementAndGet();
                if (failure instanceof Refused refused && refused.code() == Refused.Code.BUSY) {
                    node.world().schedule().at(node.world().clock().instant().plusMillis(PAUSE_MILLIS), this::send);
                }
            }
        });
    }

    private long sendOne(Turn turn) throws Refused {
        Lane lane = node.world().entropy().below(URGENT_EVERY) == 0 ? Lane.URGENT : Lane.ORDINARY;
        long number =
                1 + turn.sql().number("SELECT coalesce(max(number), 0) FROM test_sent WHERE lane = ?", lane.number());
        byte[] body = ByteBuffer.allocate(BODY_BYTES).putLong(number).array();
        Draft draft = Draft.of(CountingNode.KIND, Recipient.one(peer), lane, "application/octet-stream", body);
        Logged logged = node.exchange().send(turn, draft);
        turn.sql()
                .update(
                        "INSERT INTO test_sent (lane, number, idx) VALUES (?, ?, ?)",
                        lane.number(),
                        number,
                        logged.index());
        turn.afterCommit(() -> waiting.put(logged.index(), new Acknowledged(lane, number)));
        return logged.index();
    }

    /** On the node's thread, as the entries of the map are made. */
    private void delivered(Delivered message) {
        Acknowledged number = waiting.remove(message.index());
        if (number != null) {
            delivered.add(number);
        }
    }

    private void write() {
        try {
            while (true) {
                List<Acknowledged> some = new ArrayList<>(List.of(delivered.take()));
                delivered.drainTo(some);
                journal.acknowledged(some);
                int left = outstanding.addAndGet(-some.size());
                if (left == 0 && permits.get() == 0) {
                    finished.complete(true);
                }
                some.forEach(one -> send());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After {@link #outstanding} came down to zero, or whatever waits in memory is not written. */
    @Override
    public void close() {
        stop();
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
