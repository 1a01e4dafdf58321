package org.comity.node.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread at a time use a connection.
 *
 * <p>Entering twice from one thread would wait for itself for ever, so it fails at once; only readers may nest. Other threads
 * wait a bounded time. A holder may be released from another thread than the one that entered.
 */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition free = lock.newCondition();
    private final long waitMs;

    private @Nullable Thread owner;
    private boolean reading;
    private int holders;

    /** @param waitMs how long another thread waits, in ms */
    Gate(long waitMs) {
        this.waitMs = waitMs;
    }

    void enterToWrite() {
        enter(false);
    }

    void enterToRead() {
        enter(true);
    }

    private void enter(boolean toRead) {
        lock.lock();
        try {
            if (Thread.currentThread().equals(owner)) {
                if (!(toRead && reading)) {
                    throw new IllegalStateException(
                            reading
                                    ? "a snapshot is open on this thread: close it before a transaction begins"
                                    : "a transaction is open on this thread: end it before another or a snapshot begins");
                }
                holders++;
                return;
            }
            long left = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (owner != null) {
                if (left <= 0) {
                    throw new StoreException("another thread has held the database for more than " + waitMs + " ms");
                }
                left = free.awaitNanos(left);
            }
            owner = Thread.currentThread();
            reading = toRead;
            holders = 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the database", e);
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            if (--holders == 0) {
                owner = null;
                free.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
