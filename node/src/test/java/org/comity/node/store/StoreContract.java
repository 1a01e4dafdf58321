package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does, wherever its bytes lie. */
abstract class StoreContract {
    private static final String INSERT = "INSERT INTO item (id, name, body) VALUES (?, ?, ?)";

    /** Replaced before each test. */
    Store store = SqliteStore.inMemory();

    abstract Store open();

    @BeforeEach
    void openStore() throws CommitUnknown {
        store.close();
        store = open();
        try (Transaction tx = store.begin()) {
            tx.sql().update("CREATE TABLE item (id integer PRIMARY KEY, name text UNIQUE, body blob) STRICT");
            tx.sql()
                    .update(
                            "CREATE TABLE part (id integer PRIMARY KEY, item integer NOT NULL REFERENCES item (id)) STRICT");
            tx.commit();
        }
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void insert(long id, String name) throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, id, name, new byte[] {1});
            tx.commit();
        }
    }

    private long count() {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.sql().number("SELECT count(*) FROM item");
        }
    }

    @Test
    void readsBackEveryTypeOfArgument() throws CommitUnknown {
        Hash hash = Hash.sha256(new byte[] {7});
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, Long.MAX_VALUE, "ä", new byte[] {1, 2});
            tx.sql().update(INSERT, 2, Optional.of("two"), hash);
            tx.sql().update(INSERT, OptionalLong.of(3), Optional.empty(), Optional.empty());
            tx.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            Sql sql = snapshot.sql();
            assertThat(sql.first(
                            "SELECT id, name, body FROM item WHERE name = ?", row -> row.number(0) + row.text(1), "ä"))
                    .contains(Long.MAX_VALUE + "ä");
            assertThat(sql.first("SELECT body FROM item WHERE id = ?", row -> row.bytes(0), Long.MAX_VALUE))
                    .contains(new byte[] {1, 2});
            assertThat(sql.first("SELECT body FROM item WHERE id = 2", row -> row.hash(0)))
                    .contains(hash);
            assertThat(sql.first("SELECT body, name, id FROM item WHERE id = 2", row -> row.optionalHash(0)))
                    .contains(Optional.of(hash));
            assertThat(sql.first("SELECT id FROM item WHERE id = 2", row -> row.integer(0)))
                    .contains(2);
        }
    }

    @Test
    void readsNullOnlyWhereItIsExpected() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, 1, Optional.empty(), OptionalLong.empty());
            tx.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            Sql sql = snapshot.sql();
            assertThat(sql.first("SELECT name FROM item", row -> row.optionalText(0)))
                    .contains(Optional.empty());
            assertThat(sql.first("SELECT body FROM item", row -> row.optionalBytes(0)))
                    .contains(Optional.empty());
            assertThat(sql.first("SELECT body FROM item", row -> row.optionalHash(0)))
                    .contains(Optional.empty());
            assertThat(sql.first("SELECT NULL", row -> row.optionalNumber(0))).contains(OptionalLong.empty());
            assertThat(sql.first("SELECT 0", row -> row.optionalNumber(0))).contains(OptionalLong.of(0));
            assertThatThrownBy(() -> sql.first("SELECT name FROM item", row -> row.text(0)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("column 0 is null");
            assertThatThrownBy(() -> sql.number("SELECT NULL")).hasMessageContaining("column 0 is null");
            assertThatThrownBy(() -> sql.first("SELECT body FROM item", row -> row.hash(0)))
                    .hasMessageContaining("column 0 is null");
        }
    }

    @Test
    void namesTheQueryOfARowThatCannotBeRight() {
        try (Snapshot snapshot = store.snapshot()) {
            Sql sql = snapshot.sql();
            assertThatThrownBy(() -> sql.first("SELECT x'0102'", row -> row.hash(0)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("32 bytes, not 2")
                    .hasMessageContaining("SELECT x'0102'");
            assertThatThrownBy(() -> sql.list("SELECT 5000000000", row -> row.integer(0)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be right");
        }
    }

    @Test
    void listsAllRowsInOrder() throws CommitUnknown {
        insert(2, "b");
        insert(1, "a");
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sql().list("SELECT name FROM item ORDER BY id", row -> row.text(0)))
                    .containsExactly("a", "b");
            assertThat(snapshot.sql().first("SELECT name FROM item WHERE id = 9", row -> row.text(0)))
                    .isEmpty();
        }
    }

    @Test
    void returningGivesTheRowThatWasWritten() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            String sql = "INSERT INTO item (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name"
                    + " RETURNING name";
            assertThat(tx.sql().first(sql, row -> row.text(0), 1, "a")).contains("a");
            assertThat(tx.sql().first(sql, row -> row.text(0), 1, "b")).contains("b");
            tx.commit();
        }
        assertThat(count()).isOne();
    }

    @Test
    void countsChangedRows() throws CommitUnknown {
        insert(1, "a");
        insert(2, "b");
        try (Transaction tx = store.begin()) {
            assertThat(tx.sql().update("UPDATE item SET name = name || 'x'")).isEqualTo(2);
            assertThat(tx.sql().update("UPDATE item SET name = 'y' WHERE id = 9"))
                    .isZero();
        }
    }

    @Test
    void readsWithinAReadOfTheSameStatement() throws CommitUnknown {
        insert(1, "a");
        insert(2, "b");
        String sql = "SELECT id FROM item ORDER BY id";
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sql()
                            .list(
                                    sql,
                                    row -> row.number(0) * 10 + snapshot.sql().number(sql)))
                    .containsExactly(11L, 21L);
        }
    }

    @Test
    void keepsWorkingBeyondTheKeptStatements() throws CommitUnknown {
        insert(1, "a");
        try (Snapshot snapshot = store.snapshot()) {
            for (int i = 0; i < 600; i++) {
                assertThat(snapshot.sql().number("SELECT id + " + i + " FROM item"))
                        .isEqualTo(1L + i);
            }
        }
    }

    @Test
    void closingWithoutCommitUndoesAll() {
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, 1, "a", Optional.empty());
        }
        assertThat(count()).isZero();
    }

    @Test
    void transactionSeesItsOwnWrites() {
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, 1, "a", Optional.empty());
            assertThat(tx.sql().number("SELECT count(*) FROM item")).isOne();
        }
    }

    @Test
    void savepointUndoesOnlyWhatCameAfterIt() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, 1, "a", Optional.empty());
            tx.savepoint("work");
            tx.sql().update(INSERT, 2, "b", Optional.empty());
            tx.rollbackTo("work");
            tx.savepoint("work");
            tx.sql().update(INSERT, 3, "c", Optional.empty());
            tx.release("work");
            tx.commit();
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sql().list("SELECT id FROM item ORDER BY id", row -> row.number(0)))
                    .containsExactly(1L, 3L);
        }
    }

    @Test
    void refusesSavepointNamesThatAreNotWords() {
        try (Transaction tx = store.begin()) {
            assertThatThrownBy(() -> tx.savepoint("a; DROP TABLE item")).hasMessageContaining("a; DROP");
            assertThatThrownBy(() -> tx.release("")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tx.rollbackTo("A")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void returningToAnUnknownSavepointFails() {
        try (Transaction tx = store.begin()) {
            assertThatThrownBy(() -> tx.rollbackTo("nowhere")).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void constraintRefusesItsStatementAloneAndNamesIt() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, 1, "a", Optional.empty());
            assertThatThrownBy(() -> tx.sql().update(INSERT, 1, "b", Optional.empty()))
                    .isInstanceOf(ConstraintViolated.class)
                    .hasMessageContaining("item.id");
            tx.sql().update(INSERT, 2, "b", Optional.empty());
            tx.commit();
        }
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void foreignKeysAreEnforced() {
        try (Transaction tx = store.begin()) {
            assertThatThrownBy(() -> tx.sql().update("INSERT INTO part (id, item) VALUES (1, 99)"))
                    .isInstanceOf(ConstraintViolated.class);
        }
    }

    @Test
    void refusesArgumentsWhoseStoredFormIsNotPlain() {
        try (Transaction tx = store.begin()) {
            for (Object bad : new Object[] {true, Thread.State.NEW, 1.5, Instant.EPOCH, Optional.of(false)}) {
                assertThatThrownBy(() -> tx.sql().update(INSERT, 1, bad, new byte[0]))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("argument 2 is a");
            }
        }
    }

    /** The driver would fill what is missing with the arguments of the run before. */
    @Test
    void refusesTooFewAndTooManyArguments() {
        try (Transaction tx = store.begin()) {
            tx.sql().update(INSERT, 1, "a", Optional.empty());
            assertThatThrownBy(() -> tx.sql().update(INSERT, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the statement wants 3 arguments, not 1");
            assertThatThrownBy(() -> tx.sql().number("SELECT 1", 2))
                    .hasMessage("the statement wants 0 arguments, not 1");
        }
    }

    @Test
    void wrongStatementsAreMistakesNotStorageFailures() {
        try (Transaction tx = store.begin()) {
            assertThatThrownBy(() -> tx.sql().update("UPDATE missing SET x = 1"))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining("no such table");
            assertThatThrownBy(() -> tx.sql().update("SELECT id FROM item")).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> tx.sql().number("SELECT id FROM item")).hasMessageContaining("no row");
        }
    }

    @Test
    void snapshotRefusesWrites() {
        try (Snapshot snapshot = store.snapshot()) {
            assertThatThrownBy(() -> snapshot.sql().update(INSERT, 1, "a", Optional.empty()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("readonly");
        }
    }

    @Test
    void transactionWritesAfterASnapshotWasClosed() throws CommitUnknown {
        assertThat(count()).isZero();
        insert(1, "a");
        assertThat(count()).isOne();
    }

    @Test
    void snapshotsNestOnOneThread() {
        try (Snapshot outer = store.snapshot()) {
            assertThat(count()).isZero();
            assertThat(outer.sql().number("SELECT count(*) FROM item")).isZero();
        }
    }

    @Test
    void secondTransactionOnTheSameThreadFailsAtOnce() {
        try (Transaction tx = store.begin()) {
            assertThatThrownBy(store::begin)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction is open");
            tx.sql().update(INSERT, 1, "a", Optional.empty());
        }
    }

    @Test
    void transactionOfAnotherThreadWaitsItsTurn() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Long> other;
        try (Transaction tx = store.begin()) {
            other = CompletableFuture.supplyAsync(() -> {
                started.countDown();
                try (Transaction second = store.begin()) {
                    return second.sql().number("SELECT count(*) FROM item");
                }
            });
            started.await();
            tx.sql().update(INSERT, 1, "a", Optional.empty());
            tx.commit();
        }
        assertThat(other.get(10, TimeUnit.SECONDS)).isOne();
    }

    @Test
    void statementsDieWithTheirTransaction() throws CommitUnknown {
        Sql kept;
        try (Transaction tx = store.begin()) {
            kept = tx.sql();
            tx.commit();
            assertThatThrownBy(tx::sql).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(tx::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> tx.savepoint("a")).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> kept.update("DELETE FROM item")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void statementsDieWithTheirSnapshot() {
        Sql kept;
        try (Snapshot snapshot = store.snapshot()) {
            kept = snapshot.sql();
        }
        assertThatThrownBy(() -> kept.number("SELECT 1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("over");
    }

    @Test
    void failedCommitIsUnknownAndTheStoreGoesOn() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql()
                    .update("CREATE TABLE late (id integer PRIMARY KEY,"
                            + " item integer NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED) STRICT");
            tx.commit();
        }
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO late (id, item) VALUES (1, 99)");
            assertThatThrownBy(tx::commit).isInstanceOf(CommitUnknown.class);
        }
        try (Transaction tx = store.begin()) {
            assertThat(tx.sql().number("SELECT count(*) FROM late")).isZero();
        }
        insert(1, "a");
        assertThat(count()).isOne();
    }

    /** SQLite may roll back by itself when the disk is full; what came later must not commit alone. */
    @Test
    void fullDiskEndsTheTransactionForGood() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            Sql sql = tx.sql();
            long pages = sql.number("PRAGMA page_count");
            sql.number("PRAGMA max_page_count = " + (pages + 2));
            sql.update(INSERT, 1, "before", Optional.empty());
            assertThatThrownBy(() -> sql.update(INSERT, 2, "big", new byte[100_000]))
                    .isInstanceOfSatisfying(
                            StorageFailed.class, e -> assertThat(e.isFull()).isTrue());
            assertThatThrownBy(() -> sql.update(INSERT, 3, "after", Optional.empty()))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining("earlier failure");
            assertThatThrownBy(() -> tx.rollbackTo("any")).isInstanceOf(StorageFailed.class);
            assertThatThrownBy(tx::commit).isInstanceOf(StorageFailed.class);
        }
        assertThat(count()).isZero();
        try (Transaction tx = store.begin()) {
            tx.sql().number("PRAGMA max_page_count = 1000000");
            tx.sql().update(INSERT, 2, "big", new byte[100_000]);
            tx.commit();
        }
        assertThat(count()).isOne();
    }

    @Test
    void maintainKeepsAllThatIsCommitted() throws CommitUnknown {
        insert(1, "a");
        store.maintain();
        store.maintain();
        assertThat(count()).isOne();
    }

    @Test
    void closedStoreRefusesWork() {
        store.close();
        assertThatThrownBy(store::begin).hasMessageContaining("closed");
        assertThatThrownBy(store::snapshot).hasMessageContaining("closed");
        store.close();
    }
}
