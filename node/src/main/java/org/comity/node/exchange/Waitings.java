package org.comity.node.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Sql;

/**
 * The messages that wait for one peer, in memory, each lane in the order of its numbers.
 *
 * <p>A lane keeps a bounded head of its queue; what lies beyond stays in the database and is read when the head runs out. So a
 * backlog of any length costs bounded memory.
 */
final class Waitings {

    private static final int MOST_A_LANE = 16_384;

    /** About what a parcel holds besides its messages: checkpoint with two signatures, proofs, names. */
    private static final int PARCEL_FRAME_BYTES = 8 << 10;

    /** About what an item holds besides its record: salt, numbers, heads of its CBOR items. */
    private static final int ITEM_FRAME_BYTES = 64;

    /** From this length on a parcel is cut to spare padding. */
    private static final int LONG_BYTES = 256 << 10;

    private static final Lane[] LANES = {Lane.URGENT, Lane.PUBLIC, Lane.ORDINARY};
    private static final Lane[] NOT_URGENT = {Lane.PUBLIC, Lane.ORDINARY};

    private static final class Queue {
        private final ArrayDeque<Waiting> head = new ArrayDeque<>();
        private long nextSequence;
        private boolean more;
    }

    private final Map<Lane, Queue> lanes = new EnumMap<>(Lane.class);

    /** Reads what is not receipted yet, from the lowest number on. */
    static Waitings load(Sql sql, MemberId peer) {
        Waitings waitings = new Waitings();
        for (Lane lane : LANES) {
            Queue queue = new Queue();
            queue.nextSequence = lane == Lane.PUBLIC ? OutboxTables.publicCursor(sql, peer) : 1;
            waitings.lanes.put(lane, queue);
            refill(sql, peer, lane, queue);
        }
        return waitings;
    }

    private static void refill(Sql sql, MemberId peer, Lane lane, Queue queue) {
        List<Waiting> read = lane == Lane.PUBLIC
                ? OutboxTables.waitingPublic(sql, queue.nextSequence, MOST_A_LANE)
                : OutboxTables.waiting(sql, peer, lane, queue.nextSequence, MOST_A_LANE);
        queue.head.addAll(read);
        queue.more = read.size() == MOST_A_LANE;
        if (!read.isEmpty()) {
            queue.nextSequence = read.getLast().sequence() + 1;
        }
    }

    /** A message that was just committed; it has the next number of its lane. */
    void add(Waiting message) {
        Queue queue = queue(message.lane());
        if (queue.more || queue.head.size() >= MOST_A_LANE) {
            queue.more = true;
        } else if (message.sequence() >= queue.nextSequence) {
            queue.head.add(message);
            queue.nextSequence = message.sequence() + 1;
        }
    }

    /** Messages in memory below a released size; a lower bound when there are more in the database. */
    int count() {
        int count = 0;
        for (Queue queue : lanes.values()) {
            count += queue.head.size();
        }
        return count;
    }

    /** Urgent messages among these. */
    int urgent() {
        return queue(Lane.URGENT).head.size();
    }

    /**
     * Takes the next messages for an urgent parcel, without a gap; none when no urgent one may leave.
     *
     * @param releasedSize only messages below it may leave
     */
    List<Waiting> takeUrgent(Sql sql, MemberId peer, long releasedSize) {
        Queue queue = filled(sql, peer, Lane.URGENT);
        List<Waiting> taken = new ArrayList<>();
        long bytes = 0;
        while (!queue.head.isEmpty() && taken.size() < Limits.PARCEL_FILL_ITEMS) {
            Waiting next = queue.head.peek();
            if (next.index() >= releasedSize || (!taken.isEmpty() && bytes + next.bytes() > Limits.URGENT_FILL_BYTES)) {
                break;
            }
            taken.add(queue.head.remove());
            bytes += next.bytes();
        }
        return taken;
    }

    /**
     * Takes the next messages for an ordinary parcel: statements to everyone first, then ordinary ones; each lane without gaps.
     *
     * @param releasedSize only messages below it may leave
     * @param most how many; never more than {@link Limits#PARCEL_FILL_ITEMS}
     */
    List<Waiting> take(Sql sql, MemberId peer, long releasedSize, int most) {
        int items = Math.min(most, Limits.PARCEL_FILL_ITEMS);
        List<Waiting> taken = new ArrayList<>();
        long bytes = 0;
        for (Lane lane : NOT_URGENT) {
            Queue queue = filled(sql, peer, lane);
            while (!queue.head.isEmpty() && taken.size() < items) {
                Waiting next = queue.head.peek();
                if (next.index() >= releasedSize
                        || (!taken.isEmpty() && bytes + next.bytes() > Limits.PARCEL_FILL_BYTES)
                        || isFullEnough(taken.size(), bytes, next.bytes(), items)) {
                    return taken;
                }
                taken.add(queue.head.remove());
                bytes += next.bytes();
            }
        }
        return taken;
    }

    /**
     * Whether a long parcel had better end here, because a further message would pad it to the next length and the messages meant
     * for it would not fill that. Short parcels are not cut: there a second one costs more than the padding.
     */
    private static boolean isFullEnough(int taken, long bytes, int next, int most) {
        long now = PARCEL_FRAME_BYTES + bytes + (long) taken * ITEM_FRAME_BYTES;
        long one = (long) next + ITEM_FRAME_BYTES;
        int rung = ParcelWriter.rung((int) now);
        int higher = ParcelWriter.rung((int) (now + one));
        return rung >= LONG_BYTES && higher > rung && now + (most - taken) * one < higher / 4 * 3L;
    }

    private Queue filled(Sql sql, MemberId peer, Lane lane) {
        Queue queue = queue(lane);
        if (queue.head.isEmpty() && queue.more) {
            refill(sql, peer, lane, queue);
        }
        return queue;
    }

    private Queue queue(Lane lane) {
        Queue queue = lanes.get(lane);
        if (queue == null) {
            throw new IllegalArgumentException("lane " + lane + " carries no messages");
        }
        return queue;
    }
}
