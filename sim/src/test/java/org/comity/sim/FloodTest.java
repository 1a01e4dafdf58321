package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerCall;
import org.comity.sim.audit.ReceiptAudit;
import org.junit.jupiter.api.Test;

/** A recognised node floods another; emergencies pass. */
final class FloodTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Story.Cast cast = Story.cast(36, 3);
    private final SimWorld world = cast.world();

    private void flood(SimNode flooder, SimNode flooded, int letters) {
        for (int i = 0; i < letters; i++) {
            cast.post().write(flooder, Recipient.one(flooded.member()), Lane.ORDINARY);
        }
    }

    /** Calls over the flooder's connection with bodies that are no parcels. */
    private void noise(SimNode flooder, SimNode flooded, int calls) {
        PeerAddress address = new PeerAddress(
                flooded.member(),
                List.of(),
                Set.of(flooded.identity().keys().tls().pin()));
        for (int i = 0; i < calls; i++) {
            world.in(
                    Duration.ofMillis(i),
                    () -> world.network()
                            .ask(
                                    flooder.member(),
                                    flooder.identity().keys().tls().pin(),
                                    address,
                                    PeerCall.post("/peer/v1/parcels", new byte[4_096]),
                                    outcome -> {}));
        }
    }

    private void receiptedWithinASecond(SimNode from, SimNode to) {
        Instant start = world.clock().instant();
        cast.post().write(from, Recipient.one(to.member()), Lane.URGENT);
        world.runUntil(() -> cast.post().receiptsIn(Lane.URGENT) == 1, SECOND);
        assertThat(Duration.between(start, world.clock().instant())).isLessThan(SECOND);
    }

    @Test
    void floodOrdinaryLanePlusEmergency() {
        world.introduce();
        flood(world.node(0), world.node(1), 6_000);
        noise(world.node(0), world.node(1), 4_000);
        world.run(Duration.ofMillis(500));
        receiptedWithinASecond(world.node(2), world.node(1));
        arrivesInTheEnd();
    }

    @Test
    void emergencyOfTheNodeThatFloods() {
        world.introduce();
        flood(world.node(0), world.node(1), 6_000);
        world.run(Duration.ofMillis(20));
        assertThat(cast.post().receiptsIn(Lane.ORDINARY))
                .as("letters of the flood that arrived before the emergency was written")
                .isLessThan(6_000);
        receiptedWithinASecond(world.node(0), world.node(1));
        Story.settle(cast);
    }

    /** The flood uses up the quota of ordinary parcels, so what else the node has to say waits; what is urgent does not. */
    @Test
    void emergencyPassesAQuotaThatIsUsedUp() {
        world.introduce();
        noise(world.node(0), world.node(1), 2_400);
        flood(world.node(0), world.node(1), 50);
        world.run(Duration.ofMillis(2_400));
        receiptedWithinASecond(world.node(0), world.node(1));
        arrivesInTheEnd();
        assertThat(world.node(1).alarms()).anyMatch(alarm -> alarm.why().contains("quota"));
    }

    /** Like the end of every story, but for the alarm about the flood, which is as it should be. */
    private void arrivesInTheEnd() {
        world.calm();
        world.runUntil(new DeliveryCheck(world, cast.post())::isSettled, Duration.ofHours(2));
        world.verify(new ReceiptAudit(world)::check);
    }
}
