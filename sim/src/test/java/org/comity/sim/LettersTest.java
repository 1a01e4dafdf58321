package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three nodes write to each other while everything fails: nothing is lost, nothing comes twice, and every receipt is a proof. */
final class LettersTest {

    static LongStream seeds() {
        return Seeds.all().limit(6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void promisesHoldWhileNodesDieAndTheNetworkIsBad(long seed) {
        SimWorld world = Story.tell(seed, Faults.EVERYTHING, 40);
        assertThat(world.nodes().stream().mapToInt(SimNode::lives).sum())
                .as("lives of three nodes: a world in which nobody died shows little")
                .isGreaterThan(3);
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void promisesHoldOnABadNetwork(long seed) {
        SimWorld world = Story.tell(seed, Faults.BAD_NETWORK, 40);
        assertThat(world.nodes()).allSatisfy(node -> assertThat(node.lives()).isEqualTo(1));
    }

    static LongStream fewSeeds() {
        return Seeds.all().limit(2);
    }
}
