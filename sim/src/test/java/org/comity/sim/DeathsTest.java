package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that die at every step of a commit, again and again. */
final class DeathsTest {

    static LongStream seeds() {
        return Seeds.all().limit(3);
    }

    /** One root per size among all signatures ever made is watched by the world itself, at every signature. */
    @ParameterizedTest
    @MethodSource("seeds")
    void deathAtEveryStepOfACommitLosesNothing(long seed) {
        Story.Cast cast = Story.cast(seed, 2);
        SimWorld world = cast.world();
        world.introduce();
        world.setFaults(Faults.NONE.withDeath(60));
        for (int i = 0; i < 40; i++) {
            world.in(Duration.ofSeconds(3L * i), () -> {
                SimNode from = world.node(0);
                if (from.isUp()) {
                    cast.post().write(from, Recipient.one(world.node(1).member()), Lane.ORDINARY);
                }
            });
        }
        world.run(Duration.ofMinutes(3));
        Story.settle(cast);
        assertThat(world.nodes().stream().mapToInt(SimNode::lives).sum())
                .as("starts of two processes")
                .isGreaterThan(20);
    }
}
