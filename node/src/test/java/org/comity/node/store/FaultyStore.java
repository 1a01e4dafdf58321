package org.comity.node.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A store whose next commit or statement fails on request, for the tests of rooms that must survive it.
 *
 * <p>Every request holds for one event and is then forgotten. Not safe for several threads.
 */
public final class FaultyStore implements Store {
    private enum Fault {
        NONE,
        COMMIT_LOST,
        COMMIT_LANDS,
        STATEMENT
    }

    private final Store store;
    private Fault next = Fault.NONE;
    private boolean full;
    private int commits;

    public FaultyStore(Store store) {
        this.store = store;
    }

    /** The next commit reports an unknown outcome, and did not happen. */
    public void loseNextCommit() {
        next = Fault.COMMIT_LOST;
    }

    /** The next commit reports an unknown outcome, and did happen. */
    public void landNextCommitUnseen() {
        next = Fault.COMMIT_LANDS;
    }

    /** The next statement of a transaction fails on the disk; the transaction can then only be rolled back. */
    public void failNextStatement(boolean diskFull) {
        next = Fault.STATEMENT;
        full = diskFull;
    }

    /** How many commits the store below has made through this one. */
    public int commits() {
        return commits;
    }

    @Override
    public Transaction begin() {
        return new FaultyTransaction(store.begin());
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

    private Fault take(Fault wanted) {
        if (next != wanted) {
            return Fault.NONE;
        }
        next = Fault.NONE;
        return wanted;
    }

    private final class FaultyTransaction implements Transaction {
        private final Transaction transaction;
        private boolean failed;

        FaultyTransaction(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public Sql sql() {
            Sql sql = transaction.sql();
            return new FaultySql(sql);
        }

        private void beforeStatement() {
            if (take(Fault.STATEMENT) == Fault.STATEMENT) {
                failed = true;
            }
            if (failed) {
                throw new StorageFailed("the disk failed as the test asked", full, new IOException("injected"));
            }
        }

        @Override
        public void savepoint(String name) {
            beforeStatement();
            transaction.savepoint(name);
        }

        @Override
        public void release(String name) {
            beforeStatement();
            transaction.release(name);
        }

        @Override
        public void rollbackTo(String name) {
            beforeStatement();
            transaction.rollbackTo(name);
        }

        @Override
        public void commit() throws CommitUnknown {
            beforeStatement();
            if (take(Fault.COMMIT_LOST) == Fault.COMMIT_LOST) {
                transaction.close();
                throw unknown();
            }
            transaction.commit();
            commits++;
            if (take(Fault.COMMIT_LANDS) == Fault.COMMIT_LANDS) {
                throw unknown();
            }
        }

        private CommitUnknown unknown() {
            return new CommitUnknown("unknown as the test asked", new IOException("injected"));
        }

        @Override
        public void close() {
            transaction.close();
        }

        private final class FaultySql implements Sql {
            private final Sql sql;

            FaultySql(Sql sql) {
                this.sql = sql;
            }

            @Override
            public int update(String statement, Object... args) {
                beforeStatement();
                return sql.update(statement, args);
            }

            @Override
            public <T> Optional<T> first(String statement, RowReader<T> reader, Object... args) {
                beforeStatement();
                return sql.first(statement, reader, args);
            }

            @Override
            public <T> List<T> list(String statement, RowReader<T> reader, Object... args) {
                beforeStatement();
                return sql.list(statement, reader, args);
            }

            @Override
            public long number(String statement, Object... args) {
                beforeStatement();
                return sql.number(statement, args);
            }
        }
    }
}
