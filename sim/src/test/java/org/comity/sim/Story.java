package org.comity.sim;

import java.time.Duration;
import java.util.List;
import org.comity.node.exchange.Receiver;
import org.comity.sim.audit.InboxAudit;
import org.comity.sim.audit.LogAudit;
import org.comity.sim.audit.ReceiptAudit;

/** Worlds from their beginning to their end: letters between nodes, under faults, then calm. */
final class Story {

    /** A world and those who write letters in it. */
    record Cast(SimWorld world, Post post) {}

    private Story() {}

    /** Nodes that take letters, and whose receipts are watched in every life of every node. */
    static Cast cast(long seed, int nodes) {
        WatchedLetters letters = new WatchedLetters();
        SimWorld world = SimWorld.of(seed, nodes, letters);
        Post post = new Post(world);
        letters.post = List.of(post);
        return new Cast(world, post);
    }

    /** Three nodes from the first letter to the last receipt; checks every promise and gives the world as it is at the end. */
    static SimWorld tell(long seed, Faults faults, int letters) {
        Cast cast = cast(seed, 3);
        SimWorld world = cast.world();
        Post post = cast.post();
        world.introduce();
        world.setFaults(faults);
        Chance chance = Chance.of(seed, "story");
        for (int i = 0; i < letters; i++) {
            world.in(chance.between(Duration.ZERO, Duration.ofMinutes(3)), post::writeAnything);
        }
        if (chance.happens(100)) {
            world.in(chance.between(Duration.ZERO, Duration.ofMinutes(2)), () -> post.writeMany(300));
        }
        if (chance.happens(500)) {
            partition(world, chance);
        }
        world.run(Duration.ofMinutes(4));
        settle(cast);
        return world;
    }

    /** No more faults: everything arrives, and every promise was kept. */
    static void settle(Cast cast) {
        SimWorld world = cast.world();
        world.calm();
        DeliveryCheck check = new DeliveryCheck(world, cast.post());
        world.runUntil(check::isSettled, Duration.ofHours(2));
        world.run(Duration.ofSeconds(30));
        world.verify(() -> {
            check.check();
            new LogAudit(world).check();
            new InboxAudit(world).check();
            new ReceiptAudit(world).check();
        });
    }

    private static void partition(SimWorld world, Chance chance) {
        SimNode alone = world.node((int) chance.below(world.nodes().size()));
        world.in(
                chance.between(Duration.ZERO, Duration.ofMinutes(1)),
                () -> world.nodes().stream()
                        .filter(node -> node != alone)
                        .forEach(node -> world.network().cut(alone.member(), node.member())));
        world.in(chance.between(Duration.ofMinutes(1), Duration.ofMinutes(4)), world.network()::mend);
    }

    private static final class WatchedLetters implements Equipment {

        private final Letters letters = new Letters();
        private List<Post> post = List.of();

        @Override
        public List<String> tables() {
            return letters.tables();
        }

        @Override
        public List<Receiver> receivers(SimNode node) {
            return letters.receivers(node);
        }

        @Override
        public void started(SimNode node) {
            node.exchange().onDelivered((peer, delivered) -> post.forEach(one -> one.delivered(node, peer, delivered)));
        }
    }
}
