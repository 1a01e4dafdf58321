package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.comity.node.exchange.Receiver;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.junit.jupiter.api.Test;

/** Nodes that pad their logs do not keep each other awake by it. */
final class PaddingTest {

    private static final class PaddedLetters implements Equipment {
        private final Letters letters = new Letters();

        @Override
        public List<String> tables() {
            return letters.tables();
        }

        @Override
        public List<Receiver> receivers(SimNode node) {
            return letters.receivers(node);
        }

        @Override
        public Duration padding() {
            return Duration.ofMinutes(10);
        }
    }

    private final SimWorld world = SimWorld.of(45, 2, new PaddedLetters());

    private List<Long> sizes() {
        return world.nodes().stream()
                .map(node -> node.ledger().committed().size())
                .toList();
    }

    @Test
    void twoIdleNodesThatPadAndWitnessEachOtherAddNoLeaf() {
        world.introduce();
        world.run(Duration.ofMinutes(25));
        List<Long> before = sizes();
        world.run(Duration.ofHours(6));
        assertThat(sizes()).as("sizes of the two logs after six idle hours").isEqualTo(before);
    }

    @Test
    void bothLogsGrowByAStepForOneLetter() {
        world.introduce();
        world.run(Duration.ofMinutes(25));
        List<Long> before = sizes();
        new Post(world).write(world.node(0), Recipient.one(world.node(1).member()), Lane.ORDINARY);
        world.run(Duration.ofMinutes(25));
        assertThat(sizes()).isEqualTo(before.stream().map(size -> size + 16).toList());
    }
}
