package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Space;
import org.comity.sim.audit.ReceiptAudit;
import org.junit.jupiter.api.Test;

/** A disk that fills and is emptied again. */
final class StorageTest {

    private static final Space ALMOST_FULL = new Space(5_000, 100_000);
    private static final Space FULL = new Space(1_000, 100_000);

    private final Story.Cast cast = Story.cast(37, 2);
    private final SimWorld world = cast.world();

    private SimNode sender() {
        return world.node(0);
    }

    private SimNode filling() {
        return world.node(1);
    }

    private void disk(Space space) {
        ((MemoryStore) filling().disk()).setSpace(space);
    }

    private void write(Lane lane, int letters) {
        for (int i = 0; i < letters; i++) {
            cast.post().write(sender(), Recipient.one(filling().member()), lane);
        }
    }

    /** Like the end of every story, but for the alarms about the disk. */
    private void arrivesInTheEnd() {
        disk(Space.ENDLESS);
        world.calm();
        world.runUntil(new DeliveryCheck(world, cast.post())::isSettled, Duration.ofHours(2));
        world.verify(new ReceiptAudit(world)::check);
    }

    @Test
    void diskAlmostFull() {
        world.introduce();
        disk(ALMOST_FULL);
        world.run(Duration.ofMinutes(2));
        write(Lane.ORDINARY, 300);
        write(Lane.URGENT, 5);
        world.runUntil(() -> cast.post().receiptsIn(Lane.URGENT) == 5, Duration.ofMinutes(1));
        world.run(Duration.ofMinutes(30));
        assertThat(cast.post().receiptsIn(Lane.ORDINARY))
                .as("ordinary letters taken on an almost full disk")
                .isZero();
        assertThat(filling().alarms()).anyMatch(alarm -> alarm.why().contains("nearly full"));
        arrivesInTheEnd();
        assertThat(cast.post().receiptsIn(Lane.ORDINARY)).isEqualTo(300);
    }

    @Test
    void diskFull() {
        world.introduce();
        disk(FULL);
        world.run(Duration.ofMinutes(2));
        write(Lane.URGENT, 5);
        world.run(Duration.ofMinutes(30));
        assertThat(cast.post().receipts()).as("letters taken on a full disk").isZero();
        assertThat(filling().alarms()).anyMatch(alarm -> alarm.why().contains("all but full"));
        arrivesInTheEnd();
        assertThat(cast.post().receiptsIn(Lane.URGENT)).isEqualTo(5);
    }
}
