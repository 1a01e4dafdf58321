package org.comity.node.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The acts logged last, in memory, so that a parcel built right after a commit reads nothing back. Bounded in bytes. */
final class RecentActs {

    private static final long MOST_BYTES = 32L << 20;

    private final Map<Long, Logged> acts = new LinkedHashMap<>();
    private long bytes;

    synchronized void add(Logged act) {
        acts.put(act.index(), act);
        bytes += size(act);
        var eldest = acts.entrySet().iterator();
        while (bytes > MOST_BYTES && eldest.hasNext()) {
            bytes -= size(eldest.next().getValue());
            eldest.remove();
        }
    }

    synchronized Optional<Logged> get(long index) {
        return Optional.ofNullable(acts.get(index));
    }

    synchronized void forget(long index) {
        Logged gone = acts.remove(index);
        if (gone != null) {
            bytes -= size(gone);
        }
    }

    private static long size(Logged act) {
        return 256L + act.opening().record().length;
    }
}
