package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    Store open() {
        return SqliteStore.inMemory();
    }

    @Test
    void snapshotDuringATransactionOfTheSameThreadFailsAtOnce() {
        try (Transaction tx = store.begin()) {
            assertThatThrownBy(store::snapshot)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction is open");
            assertThat(tx.sql().number("SELECT 1")).isOne();
        }
    }

    @Test
    void transactionDuringASnapshotOfTheSameThreadFailsAtOnce() {
        try (Snapshot snapshot = store.snapshot()) {
            assertThatThrownBy(store::begin)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("snapshot is open");
            assertThat(snapshot.sql().number("SELECT 1")).isOne();
        }
    }

    @Test
    void imageHoldsWhatWasCommittedAndOpensAgain() throws CommitUnknown {
        byte[] image;
        try (MemoryStore first = SqliteStore.inMemory()) {
            try (Transaction tx = first.begin()) {
                tx.sql().update("CREATE TABLE t (id integer PRIMARY KEY) STRICT");
                tx.sql().update("INSERT INTO t (id) VALUES (5)");
                tx.commit();
            }
            try (Transaction lost = first.begin()) {
                lost.sql().update("INSERT INTO t (id) VALUES (6)");
                assertThatThrownBy(first::image).isInstanceOf(IllegalStateException.class);
            }
            image = first.image();
        }
        try (MemoryStore second = SqliteStore.inMemory(image)) {
            try (Transaction tx = second.begin()) {
                tx.sql().update("INSERT INTO t (id) VALUES (7)");
                tx.commit();
            }
            try (Snapshot snapshot = second.snapshot()) {
                assertThat(snapshot.sql().list("SELECT id FROM t ORDER BY id", row -> row.number(0)))
                        .containsExactly(5L, 7L);
            }
        }
    }
}
