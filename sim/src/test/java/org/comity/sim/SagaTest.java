package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.comity.sim.saga.PastSeeds;
import org.comity.sim.saga.Saga;
import org.comity.sim.saga.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Drawn worlds: whatever happens in them, every promise is kept. {@code -Dseeds=} says how many, {@code -Dseed=} replays one. */
final class SagaTest {

    static LongStream seeds() {
        Long replay = Long.getLong("seed");
        long from = Long.getLong("from", 1_000);
        return replay != null ? LongStream.of(replay) : LongStream.range(from, from + Long.getLong("seeds", 20));
    }

    static LongStream past() {
        return PastSeeds.all().stream().mapToLong(Long::longValue);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void promisesHoldInEveryWorld(long seed) {
        Told told = Saga.tell(seed);
        assertThat(told.leaves()).as("leaves in all logs of %s", told.line()).isGreaterThan(told.messages());
    }

    @ParameterizedTest
    @MethodSource("past")
    void pastFailuresStayMended(long seed) {
        assertThat(Saga.tell(seed).lives()).isPositive();
    }

    @Test
    void theNumberOfNodesCanBeSaid() {
        assertThat(Saga.tell(7, OptionalInt.of(4)).line()).contains("4 nodes");
    }
}
