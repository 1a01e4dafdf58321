package org.comity.web.peers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.node.record.MemberId;

/**
 * Decides before a body is read whether it may be: bounds the calls of each member and the memory of all bodies under way.
 *
 * <p><b>Long bodies leave room.</b> They may take three quarters of the memory together, one member's a quarter of it, and all but
 * two of a member's calls. So an emergency, which is short, finds a place beside any number of long parcels, of its own member or of
 * others.
 */
final class Intake {

    /** Longest body that counts as short: an urgent message with annexes named, padded. */
    static final int SHORT_BYTES = (256 << 10) + (16 << 10);

    private static final int CALLS_KEPT = 2;

    /** What one member has under way. */
    private record UnderWay(int calls, int longCalls, long longBytes) {
        static final UnderWay NOTHING = new UnderWay(0, 0, 0);

        UnderWay plus(long bodyBytes) {
            return bodyBytes > SHORT_BYTES
                    ? new UnderWay(calls + 1, longCalls + 1, longBytes + bodyBytes)
                    : new UnderWay(calls + 1, longCalls, longBytes);
        }

        UnderWay minus(long bodyBytes) {
            return bodyBytes > SHORT_BYTES
                    ? new UnderWay(calls - 1, longCalls - 1, longBytes - bodyBytes)
                    : new UnderWay(calls - 1, longCalls, longBytes);
        }
    }

    private final int callsOfOneMember;
    private final int longCallsOfOneMember;
    private final long longBytesOfOneMember;
    private final long keptForShort;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MemberId, UnderWay> members = new HashMap<>();
    private final long allBytes;
    private long freeBytes;

    Intake(int callsOfOneMember, long bodiesAtOnceBytes) {
        this.callsOfOneMember = callsOfOneMember;
        this.longCallsOfOneMember = Math.max(1, callsOfOneMember - CALLS_KEPT);
        this.longBytesOfOneMember = bodiesAtOnceBytes / 4;
        this.keptForShort = bodiesAtOnceBytes / 4;
        this.allBytes = bodiesAtOnceBytes;
        this.freeBytes = bodiesAtOnceBytes;
    }

    /** Room for one call; given back when closed. */
    interface Ticket extends AutoCloseable {
        @Override
        void close();
    }

    /** Empty when the member has as many calls under way as it may, or no memory is left for this body. */
    Optional<Ticket> admit(MemberId member, long bodyBytes) {
        lock.lock();
        try {
            UnderWay before = members.getOrDefault(member, UnderWay.NOTHING);
            if (before.calls() >= callsOfOneMember
                    || bodyBytes > freeBytes
                    || (bodyBytes > SHORT_BYTES && !hasRoomForLong(before, bodyBytes))) {
                return Optional.empty();
            }
            members.put(member, before.plus(bodyBytes));
            freeBytes -= bodyBytes;
            return Optional.of(() -> giveBack(member, bodyBytes));
        } finally {
            lock.unlock();
        }
    }

    /** A single long body is always taken, however small the memory was set. */
    private boolean hasRoomForLong(UnderWay before, long bodyBytes) {
        boolean alone = freeBytes == allBytes;
        boolean leavesRoom = freeBytes - bodyBytes >= keptForShort;
        boolean withinShare = before.longCalls() == 0
                || (before.longCalls() < longCallsOfOneMember
                        && before.longBytes() + bodyBytes <= longBytesOfOneMember);
        return alone || (leavesRoom && withinShare);
    }

    private void giveBack(MemberId member, long bodyBytes) {
        lock.lock();
        try {
            members.computeIfPresent(
                    member, (ignored, underWay) -> underWay.calls() == 1 ? null : underWay.minus(bodyBytes));
            freeBytes += bodyBytes;
        } finally {
            lock.unlock();
        }
    }
}
