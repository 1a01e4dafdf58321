package org.comity.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.store.Store;
import org.comity.node.store.Transaction;

/** A store that counts and times its commits, and is otherwise the one it wraps. */
final class CountingStore implements Store {

    private final Store store;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    CountingStore(Store store) {
        this.store = store;
    }

    long commits() {
        return commits.get();
    }

    long commitNanos() {
        return nanos.get();
    }

    @Override
    public Transaction begin() {
        return new Counted(store.begin());
    }

    @Override
    public Snapshot snapshot() {
        return store.snapshot();
    }

    @Override
    public void maintain() {
        store.maintain();
    }

    @Override
    public void scrub() {
        store.scrub();
    }

    @Override
    public void close() {
        store.close();
    }

    private final class Counted implements Transaction {

        private final Transaction transaction;

        Counted(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public Sql sql() {
            return transaction.sql();
        }

        @Override
        public void savepoint(String name) {
            transaction.savepoint(name);
        }

        @Override
        public void release(String name) {
            transaction.release(name);
        }

        @Override
        public void rollbackTo(String name) {
            transaction.rollbackTo(name);
        }

        @Override
        public void commit() throws CommitUnknown {
            long start = System.nanoTime();
            transaction.commit();
            nanos.addAndGet(System.nanoTime() - start);
            commits.incrementAndGet();
        }

        @Override
        public void close() {
            transaction.close();
        }
    }
}
