package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.junit.jupiter.api.Test;

/** Worlds without faults, where the question is how little or how soon. */
final class QuietTest {

    private static final Faults SLOW_LINE = new Faults(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ZERO,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Duration.ofSeconds(1));

    @Test
    void twoIdleNodesThatWitnessEachOtherAddNoLeaf() {
        SimWorld world = Story.cast(1, 2).world();
        world.introduce();
        world.run(Duration.ofMinutes(1));
        List<Long> before = sizes(world);
        world.run(Duration.ofHours(1));
        assertThat(sizes(world)).as("sizes of the two logs after an idle hour").isEqualTo(before);
    }

    private static List<Long> sizes(SimWorld world) {
        return world.nodes().stream()
                .map(node -> node.ledger().committed().size())
                .toList();
    }

    /** No node may wait for another to say something first, or all would wait for ever. */
    @Test
    void nodesThatStartTogetherDeliverWithinTenSeconds() {
        Story.Cast cast = Story.cast(2, 5);
        SimWorld world = cast.world();
        world.introduce();
        world.nodes().forEach(SimNode::shutDown);
        world.run(Duration.ofMinutes(10));
        world.nodes().forEach(SimNode::start);
        for (SimNode from : world.nodes()) {
            for (SimNode to : world.nodes()) {
                if (from != to) {
                    cast.post().write(from, Recipient.one(to.member()), Lane.ORDINARY);
                }
            }
        }
        world.runUntil(() -> cast.post().receipts() == 20, Duration.ofSeconds(10));
        Story.settle(cast);
    }

    /** A parcel that is under way cannot be overtaken; what is not yet packed can. */
    @Test
    void emergencyPassesAFloodOfOrdinaryLetters() {
        Story.Cast cast = Story.cast(3, 2);
        SimWorld world = cast.world();
        world.introduce();
        world.setFaults(SLOW_LINE);
        SimNode from = world.node(0);
        Recipient to = Recipient.one(world.node(1).member());
        for (int i = 0; i < 4_000; i++) {
            cast.post().write(from, to, Lane.ORDINARY);
        }
        world.run(Duration.ofSeconds(6));
        cast.post().write(from, to, Lane.URGENT);
        world.runUntil(() -> cast.post().receiptsIn(Lane.URGENT) == 1, Duration.ofMinutes(1));
        assertThat(cast.post().receiptsIn(Lane.ORDINARY))
                .as("ordinary letters, written before, that arrived before")
                .isLessThan(3_500);
        Story.settle(cast);
    }
}
