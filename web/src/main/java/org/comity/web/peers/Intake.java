package org.comity.web.peers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.node.record.MemberId;

/**
 * Decides before a body is read whether it may be: bounds the calls of each member and the memory of all bodies under way.
 */
final class Intake {

    private final int callsOfOneMember;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MemberId, Integer> calls = new HashMap<>();
    private long freeBytes;

    Intake(int callsOfOneMember, long bodiesAtOnceBytes) {
        this.callsOfOneMember = callsOfOneMember;
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
            int underWay = calls.getOrDefault(member, 0);
            if (underWay >= callsOfOneMember || bodyBytes > freeBytes) {
                return Optional.empty();
            }
            calls.put(member, underWay + 1);
            freeBytes -= bodyBytes;
            return Optional.of(() -> giveBack(member, bodyBytes));
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(MemberId member, long bodyBytes) {
        lock.lock();
        try {
            calls.computeIfPresent(member, (ignored, underWay) -> underWay == 1 ? null : underWay - 1);
            freeBytes += bodyBytes;
        } finally {
            lock.unlock();
        }
    }
}
