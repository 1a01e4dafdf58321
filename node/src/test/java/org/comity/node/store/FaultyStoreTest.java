package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyStoreTest {
    private final FaultyStore store = new FaultyStore(SqliteStore.inMemory());

    @BeforeEach
    void makeTable() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql().update("CREATE TABLE t (id integer PRIMARY KEY) STRICT");
            tx.commit();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private long count() {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.sql().number("SELECT count(*) FROM t");
        }
    }

    private void insertAndCommit() throws CommitUnknown {
        try (Transaction tx = store.begin()) {
            tx.sql().update("INSERT INTO t (id) VALUES (?)", 1);
            tx.commit();
        }
    }

    @Test
    void lostCommitDidNotHappenAndTheNextOneDoes() throws CommitUnknown {
        store.loseNextCommit();
        assertThatThrownBy(this::insertAndCommit).isInstanceOf(CommitUnknown.class);
        assertThat(count()).isZero();
        insertAndCommit();
        assertThat(count()).isOne();
        assertThat(store.commits()).isEqualTo(2);
    }

    @Test
    void unseenCommitDidHappen() {
        store.landNextCommitUnseen();
        assertThatThrownBy(this::insertAndCommit).isInstanceOf(CommitUnknown.class);
        assertThat(count()).isOne();
    }

    @Test
    void failedStatementLeavesNothingButARollBack() throws CommitUnknown {
        store.failNextStatement(true);
        try (Transaction tx = store.begin()) {
            Sql sql = tx.sql();
            assertThatThrownBy(() -> sql.update("INSERT INTO t (id) VALUES (1)"))
                    .isInstanceOfSatisfying(
                            StorageFailed.class, e -> assertThat(e.isFull()).isTrue());
            assertThatThrownBy(tx::commit).isInstanceOf(StorageFailed.class);
        }
        assertThat(count()).isZero();
        insertAndCommit();
        assertThat(count()).isOne();
    }
}
