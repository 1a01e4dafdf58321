package org.comity.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void findsPercentilesWithinTwoPerCent() {
        Latencies times = new Latencies();
        for (int i = 1; i <= 10_000; i++) {
            times.add(i * 1_000L);
        }
        assertThat(times.ms(0.5)).isCloseTo(5.0, within(0.1));
        assertThat(times.ms(0.99)).isCloseTo(9.9, within(0.2));
        assertThat(times.ms(1)).isCloseTo(10.0, within(0.2));
        assertThat(times.count()).isEqualTo(10_000);
    }

    @Test
    void keepsSmallTimesExactly() {
        Latencies times = new Latencies();
        for (long nanos = 0; nanos < 128; nanos++) {
            Latencies one = new Latencies();
            one.add(nanos);
            assertThat(one.ms(1) * 1e6).isCloseTo((double) nanos, within(0.001));
            times.add(nanos);
        }
        assertThat(times.count()).isEqualTo(128);
    }

    @Test
    void neverSaysLessThanWhatWasSeen() {
        for (int bit = 0; bit < Long.SIZE - 1; bit++) {
            for (long nanos : new long[] {(1L << bit) - 1, 1L << bit, (1L << bit) + 1}) {
                Latencies one = new Latencies();
                one.add(nanos);
                assertThat(one.ms(1) * 1e6).isBetween(nanos * 0.999_999, nanos * 1.017 + 1);
            }
        }
    }

    @Test
    void hasNoPercentileOfNothing() {
        assertThat(new Latencies().ms(0.5)).isNaN();
    }

    @Test
    void refusesAShareOfZero() {
        assertThatThrownBy(() -> new Latencies().ms(0)).hasMessageContaining("above 0 to 1");
    }
}
