package org.comity.sim.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.comity.node.directory.Comparison;
import org.comity.node.exchange.Receiver;
import org.comity.node.ledger.Source;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.sim.Chance;
import org.comity.sim.DeliveryCheck;
import org.comity.sim.Equipment;
import org.comity.sim.Fate;
import org.comity.sim.Letters;
import org.comity.sim.Post;
import org.comity.sim.SimClock;
import org.comity.sim.SimNode;
import org.comity.sim.SimWorld;
import org.comity.sim.audit.InboxAudit;
import org.comity.sim.audit.LogAudit;
import org.comity.sim.audit.ReceiptAudit;
import org.comity.sim.puppet.Puppet;

/**
 * Tells the story of one seed: draws it, plays it, lets the world come to rest, and checks every promise.
 *
 * <p>Some promises are watched at every commit and at every call; the rest is read from the disks at the end.
 */
public final class Saga {

    private static final Source OFFICER = new Source("officer:chief");
    private static final Duration LONGEST_REST = Duration.ofHours(4);
    private static final Duration LONG_ENOUGH_CUT = Duration.ofSeconds(50);
    private static final Duration HEADS_ARE_EXCHANGED = Duration.ofMinutes(150);

    private final Scenario scenario;
    private final SimWorld world;
    private final Post post;
    private final DeliveryCheck delivery;
    private final Chance chance;
    private final List<Puppet> puppets = new ArrayList<>();

    private Saga(Scenario scenario) {
        this.scenario = scenario;
        Watched letters = new Watched();
        this.world = SimWorld.of(scenario.seed(), scenario.nodes(), letters);
        this.post = new Post(world);
        letters.posts.add(post);
        this.delivery = new DeliveryCheck(world, post);
        this.chance = Chance.of(scenario.seed(), "saga");
    }

    /**
     * Tells the story of a seed.
     *
     * @throws org.comity.sim.SimFailure when a promise was broken
     */
    public static Told tell(long seed) {
        return tell(seed, OptionalInt.empty());
    }

    /** @param nodes honest nodes of the world, 2 to {@value SimWorld#MOST_NODES}, if that is not to be drawn */
    public static Told tell(long seed, OptionalInt nodes) {
        nodes.ifPresent(wanted -> {
            if (wanted < 2 || wanted > SimWorld.MOST_NODES) {
                throw new IllegalArgumentException(wanted + " nodes, legal are 2 to " + SimWorld.MOST_NODES);
            }
        });
        return new Saga(Scenario.draw(seed, nodes)).play();
    }

    private Told play() {
        introduce();
        world.setFaults(scenario.faults());
        for (int i = 0; i < scenario.letters(); i++) {
            Fate fate = fate();
            world.in(within(), () -> post.writeAnything(fate, 4_000));
        }
        Calamities calamities = new Calamities(world);
        for (Happening happening : scenario.happenings()) {
            world.in(happening.at(), () -> happen(happening, calamities));
        }
        world.run(scenario.length().plusSeconds(10));
        world.run(scenario.length());
        rest();
        return told();
    }

    /** Everybody knows everybody in a small world; in a large one each knows the next few of a ring, so that it stays affordable. */
    private void introduce() {
        int nodes = scenario.nodes();
        for (int from = 0; from < nodes; from++) {
            for (int step = 1; step <= Math.min(scenario.degree(), nodes - 1); step++) {
                SimNode one = world.node(from);
                SimNode other = world.node((from + step) % nodes);
                if (!world.areAcquainted(one, other)) {
                    world.introduce(one, other);
                    world.introduce(other, one);
                }
            }
        }
        for (int i = 0; i < scenario.puppets(); i++) {
            Puppet puppet = Puppet.join(world, i);
            puppets.add(puppet);
            world.nodes()
                    .forEach(node -> world.introduce(node, puppet.identity().card()));
        }
    }

    private Duration within() {
        return chance.between(Duration.ZERO, scenario.length());
    }

    private Fate fate() {
        Fate[] others = {Fate.ECHOED, Fate.ECHOED, Fate.REFUSED, Fate.FAILS, Fate.UNKNOWN, Fate.EXPIRED, Fate.KILLS};
        boolean plain = chance.happens(750);
        Fate drawn = others[(int) chance.below(others.length)];
        return plain ? Fate.READ : drawn;
    }

    private void happen(Happening it, Calamities calamities) {
        SimNode one = world.node(it.one());
        SimNode other = world.node(it.other());
        switch (it.what()) {
            case BURST -> post.writeMany((int) it.amount());
            case BIG_LETTER -> {
                if (one.isUp()) {
                    post.write(one, Recipient.one(other.member()), Lane.ORDINARY, Fate.READ, (int) it.amount());
                }
            }
            case IN_VAIN -> post.writeInVain();
            case ERASURE -> {
                if (it.amount() == 0) {
                    post.eraseAny();
                } else {
                    eraseUnderWay(one, other);
                }
            }
            case CUT -> {
                world.network().cut(one.member(), other.member());
                world.in(it.length(), () -> world.network().mend(one.member(), other.member()));
            }
            case ONE_WAY_CUT -> {
                world.network().cutOneWay(one.member(), other.member());
                world.in(it.length(), () -> world.network().mend(one.member(), other.member()));
            }
            case KILL -> one.crash();
            case DOWN -> {
                one.shutDown();
                world.in(it.length(), one::start);
            }
            case STOP -> {
                one.stopInOrder();
                world.in(it.length(), one::start);
            }
            case CLOCK_JUMP -> one.jumpClock(Duration.ofMillis(it.amount()));
            case NEW_CARD -> one.renewCard();
            case ESTRANGEMENT -> estrange(one, other, it.length());
            case RESTORE -> calamities.restore(one, it.length());
            case DAMAGE -> calamities.damage(one, (int) it.amount());
            case PUPPET -> puppets.get((int) (it.amount() % puppets.size())).act(one);
        }
    }

    /** The letter cannot leave while the line is cut, is erased meanwhile, and must then travel as its number alone. */
    private void eraseUnderWay(SimNode one, SimNode other) {
        if (one.isUp() && other.isUp() && world.areAcquainted(one, other)) {
            world.network().cut(one.member(), other.member());
            post.writeAndErase(one, other.member());
            world.in(LONG_ENOUGH_CUT, () -> world.network().mend(one.member(), other.member()));
        }
    }

    private void estrange(SimNode one, SimNode other, Duration length) {
        delivery.estranged(one.member(), other.member());
        one.submit(OFFICER, turn -> one.directory().withdraw(turn, other.member(), "for a while"));
        world.in(length, () -> reconcile(one, other));
    }

    /** Tries until it is durable: the node may be down, or die in it. */
    private void reconcile(SimNode one, SimNode other) {
        if (one.isUp() && other.isUp() && world.areAcquainted(one, other)) {
            return;
        }
        one.submit(OFFICER, turn -> one.directory().admit(turn, other.card(), Comparison.DEMO, List.of()));
        world.in(Duration.ofSeconds(20), () -> reconcile(one, other));
    }

    private void rest() {
        world.calm();
        world.runUntil(() -> world.nodes().stream().allMatch(SimNode::isUp), Duration.ofMinutes(30), delivery::waiting);
        world.runUntil(delivery::isSettled, LONGEST_REST, delivery::waiting);
        world.run(Duration.ofSeconds(150));
        world.runUntil(delivery::isSettled, LONGEST_REST, delivery::waiting);
        if (puppets.stream().anyMatch(Puppet::showedTwoHistories)) {
            world.run(HEADS_ARE_EXCHANGED);
        }
    }

    /** Whoever showed two histories to honest nodes that talk to each other is named by one of them at least. */
    private void requireForksNamed() {
        for (Puppet puppet : puppets) {
            puppet.requireOneHistoryEach();
            String origin = puppet.identity().keys().origin();
            if (puppet.showedTwoHistories() && world.nodes().stream().noneMatch(node -> names(node, origin))) {
                throw new AssertionError(puppet.identity().member()
                        + " showed two histories to honest nodes, and none of them names it");
            }
        }
    }

    /** By evidence where two heads contradict each other; as unproven where its log does not give the proof that is missing. */
    private static boolean names(SimNode node, String origin) {
        return node.exchange().contradictions().fork(origin).isPresent()
                || node.exchange().contradictions().unproven().stream()
                        .anyMatch(head -> head.origin().equals(origin));
    }

    private Told told() {
        long[] counts = new long[3];
        world.verify(() -> {
            delivery.check();
            requireForksNamed();
            counts[0] = new LogAudit(world).check();
            counts[1] = new InboxAudit(world).check();
            counts[2] = new ReceiptAudit(world).check();
        });
        return new Told(
                scenario.seed(),
                scenario.summary(),
                world.nodes().stream().mapToInt(SimNode::lives).sum(),
                counts[0],
                counts[1],
                counts[2],
                puppets.stream().mapToLong(Puppet::refused).sum(),
                world.events(),
                Duration.between(SimClock.BEGINNING, world.clock().instant()),
                world.trace().digest());
    }

    /** Letters whose receipts are heard of in every life of every node. */
    private static final class Watched implements Equipment {

        private final Letters letters = new Letters();
        private final List<Post> posts = new ArrayList<>();

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
            node.exchange()
                    .onDelivered((peer, delivered) -> posts.forEach(one -> one.delivered(node, peer, delivered)));
        }
    }
}
