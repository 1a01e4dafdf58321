package org.comity.node.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works that wait for a turn: bounded, and taken from their sources in rotation, so that no peer and no officer starves another.
 * Any thread may offer; the node's thread takes.
 */
final class WorkQueue {

    private final int capacity;
    private final Map<Source, ArrayDeque<PendingWork<?>>> bySource = new LinkedHashMap<>();
    private int size;

    WorkQueue(int capacity) {
        this.capacity = capacity;
    }

    /** False when the queue is full. */
    synchronized boolean offer(PendingWork<?> work) {
        if (size >= capacity) {
            return false;
        }
        bySource.computeIfAbsent(work.source(), s -> new ArrayDeque<>()).add(work);
        size++;
        return true;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    synchronized int size() {
        return size;
    }

    /** Up to {@code most} works, one of each source after the other. */
    synchronized List<PendingWork<?>> take(int most) {
        List<PendingWork<?>> taken = new ArrayList<>(Math.min(most, size));
        while (taken.size() < most && size > 0) {
            Iterator<ArrayDeque<PendingWork<?>>> sources = bySource.values().iterator();
            while (sources.hasNext() && taken.size() < most) {
                ArrayDeque<PendingWork<?>> waiting = sources.next();
                taken.add(waiting.remove());
                size--;
                if (waiting.isEmpty()) {
                    sources.remove();
                }
            }
        }
        return taken;
    }

    /** Empties the queue, for a ledger that stops. */
    synchronized List<PendingWork<?>> drain() {
        return take(Integer.MAX_VALUE);
    }
}
