package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole disk put back under load, guard and all: to itself it looks sound, and only the peers can tell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WholeDiskTest {

    static long[] seeds() {
        return new long[] {1, 2, 3, 4, 5, 6};
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anOlderDiskFreezesAtTheFirstAnswerAndTheOthersGoOn(long seed) {
        Story.Cast cast = Story.cast(seed, 3);
        SimWorld world = cast.world();
        world.introduce();
        SimNode robbed = world.node(0);
        Chance chance = Chance.of(seed, "whole disk");
        letters(cast, 20, chance);
        world.run(chance.between(Duration.ofSeconds(5), Duration.ofSeconds(40)));
        Disk.Image older = robbed.wholeDisk();
        letters(cast, 20, chance);
        cast.post().write(robbed, Recipient.one(world.node(1).member()), Lane.ORDINARY);
        world.run(Duration.ofMinutes(1));

        letters(cast, 10, chance);
        world.run(chance.between(Duration.ofMillis(1), Duration.ofSeconds(2)));
        robbed.shutDown();
        robbed.restoreWholeDisk(older);
        robbed.start();
        world.run(Duration.ofMinutes(2));

        assertThat(robbed.isUp()).as("serves its officers").isTrue();
        assertThat(robbed.ledger().frozen())
                .hasValueSatisfying(why -> assertThat(why).contains("older copy"));
        assertThat(robbed.ledger().released()).as("signed in this life").isEmpty();
        SimNode one = world.node(1);
        SimNode two = world.node(2);
        long before = received(two);
        cast.post().write(one, Recipient.one(two.member()), Lane.ORDINARY);
        world.run(Duration.ofMinutes(1));
        assertThat(received(two)).as("the others go on").isGreaterThan(before);
        world.requireKept();
    }

    private static void letters(Story.Cast cast, int count, Chance chance) {
        for (int i = 0; i < count; i++) {
            cast.world().in(chance.between(Duration.ZERO, Duration.ofSeconds(30)), cast.post()::writeAnything);
        }
    }

    private static long received(SimNode node) {
        try (var snapshot = node.disk().snapshot()) {
            return snapshot.sql().number("SELECT count(*) FROM exchange_inbox");
        }
    }
}
