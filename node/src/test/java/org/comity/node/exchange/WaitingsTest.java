package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Migrator;
import org.comity.node.store.Snapshot;
import org.comity.node.store.SqliteStore;
import org.junit.jupiter.api.Test;

class WaitingsTest {

    private static final MemberId PEER = new MemberId("VN");

    private static List<Waiting> take(int waiting, int bytes, long released, int most) {
        try (MemoryStore store = SqliteStore.inMemory()) {
            Migrator.migrate(store, Exchange.migrations());
            try (Snapshot snapshot = store.snapshot()) {
                Waitings waitings = Waitings.load(snapshot.sql(), PEER);
                for (int i = 1; i <= waiting; i++) {
                    waitings.add(new Waiting(Lane.ORDINARY, i, i, bytes));
                }
                return waitings.take(snapshot.sql(), PEER, released, most);
            }
        }
    }

    @Test
    void takesNoMoreThanItsShare() {
        assertThat(take(10, 500, 100, 4))
                .hasSize(4)
                .last()
                .extracting(Waiting::sequence)
                .isEqualTo(4L);
    }

    @Test
    void leavesWhatNoSignedHeadCovers() {
        assertThat(take(10, 500, 6, 10)).hasSize(5);
    }

    @Test
    void cutsALongParcelWhereItWouldBeMostlyPadding() {
        int taken = take(300, 1_200, 1_000, 300).size();
        assertThat(taken).isBetween(180, 220);
        assertThat(ParcelWriter.rung(taken * 1_264)).isEqualTo(256 << 10);
    }

    @Test
    void doesNotCutAParcelThatFillsTheNextLength() {
        assertThat(take(1_000, 1_200, 2_000, 800)).hasSize(800);
    }

    @Test
    void doesNotCutShortParcels() {
        assertThat(take(60, 1_200, 1_000, 60)).hasSize(60);
    }
}
