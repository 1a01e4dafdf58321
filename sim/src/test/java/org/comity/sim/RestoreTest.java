package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.junit.jupiter.api.Test;

/** A database that is put back, under a node that has signed more since. */
final class RestoreTest {

    @Test
    void restoredDatabaseAloneIsStoppedByTheGuard() {
        Story.Cast cast = Story.cast(1, 2);
        SimWorld world = cast.world();
        world.introduce();
        SimNode node = world.node(0);
        byte[] backup = node.backup();
        cast.post().write(node, Recipient.one(world.node(1).member()), Lane.ORDINARY);
        world.run(Duration.ofMinutes(1));

        node.shutDown();
        node.restore(backup);
        node.start();

        assertThat(node.isUp()).as("whether it runs").isFalse();
        assertThat(node.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal).hasMessageContaining("older copy"));
    }

    @Test
    void crashBetweenCommitAndGuardIsNoRestore() {
        Story.Cast cast = Story.cast(1, 2);
        SimWorld world = cast.world();
        world.introduce();
        SimNode node = world.node(0);
        cast.post().write(node, Recipient.one(world.node(1).member()), Lane.ORDINARY);
        node.crash();
        Story.settle(cast);
        assertThat(node.refusal()).isEmpty();
    }
}
