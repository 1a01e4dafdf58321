package org.comity.sim;

import org.comity.node.store.CommitUnknown;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Space;
import org.comity.node.store.Sql;
import org.comity.node.store.Store;
import org.comity.node.store.Transaction;

/** The database as one life of a node sees it: the process may die on either side of a commit, and a commit may end in doubt. */
final class SimStore implements Store {

    private final Life life;
    private final MemoryStore store;
    private final Perils perils;
    private final NodeWatch watch;
    private boolean doubtful;

    SimStore(Life life, MemoryStore store, Perils perils, NodeWatch watch) {
        this.life = life;
        this.store = store;
        this.perils = perils;
        this.watch = watch;
    }

    /** From now on a commit may end in doubt: during a start that only means to start again. */
    void becomeDoubtful() {
        doubtful = true;
    }

    @Override
    public Transaction begin() {
        life.requireGoing();
        return new Perilous(store.begin());
    }

    @Override
    public Snapshot snapshot() {
        life.requireGoing();
        return store.snapshot();
    }

    @Override
    public void maintain() {
        life.requireGoing();
        store.maintain();
    }

    @Override
    public void scrub() {
        life.requireGoing();
        store.scrub();
    }

    @Override
    public Space space() {
        return store.space();
    }

    /** A process that ends closes its connection; the bytes stay. */
    @Override
    public void close() {}

    private final class Perilous implements Transaction {

        private final Transaction real;
        private boolean committed;

        Perilous(Transaction real) {
            this.real = real;
        }

        @Override
        public Sql sql() {
            Sql sql = real.sql();
            return doubtful ? new FailingSql(sql, perils) : sql;
        }

        @Override
        public void savepoint(String name) {
            real.savepoint(name);
        }

        @Override
        public void release(String name) {
            real.release(name);
        }

        @Override
        public void rollbackTo(String name) {
            real.rollbackTo(name);
        }

        @Override
        public void commit() throws CommitUnknown {
            perils.point(life, "before a commit");
            if (doubtful && perils.commitInDoubt()) {
                boolean happened = perils.happenedAllTheSame();
                if (happened) {
                    real.commit();
                    committed = true;
                }
                throw new CommitUnknown(
                        "the database did not say whether it committed", new IllegalStateException("simulated"));
            }
            real.commit();
            committed = true;
            perils.point(life, "after a commit");
        }

        @Override
        public void close() {
            real.close();
            if (committed) {
                committed = false;
                watch.committed();
            }
        }
    }
}
