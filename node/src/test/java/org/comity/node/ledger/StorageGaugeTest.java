package org.comity.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.comity.node.store.Space;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageGaugeTest {

    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "100, 100, AMPLE",
        "10, 100, AMPLE",
        "9, 100, LOW",
        "2, 100, LOW",
        "1, 100, EXHAUSTED",
        "0, 100, EXHAUSTED"
    })
    void aSmallDiskIsMeasuredByItsShare(long freeMiB, long totalMiB, StorageGauge.Level level) {
        assertThat(StorageGauge.of(new Space(freeMiB << 20, totalMiB << 20))).isEqualTo(level);
    }

    @Test
    void aLargeDiskIsNotCalledFullWhileItHasRoom() {
        assertThat(StorageGauge.of(new Space(10 * GIB, 4_000 * GIB))).isEqualTo(StorageGauge.Level.AMPLE);
        assertThat(StorageGauge.of(new Space(10 * GIB - 1, 4_000 * GIB))).isEqualTo(StorageGauge.Level.LOW);
        assertThat(StorageGauge.of(new Space(2 * GIB - 1, 4_000 * GIB))).isEqualTo(StorageGauge.Level.EXHAUSTED);
    }

    @Test
    void aStoreInMemoryNeverFills() {
        assertThat(StorageGauge.of(Space.ENDLESS)).isEqualTo(StorageGauge.Level.AMPLE);
    }
}
