package org.comity.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.comity.node.directory.Comparison;
import org.comity.node.directory.Peer;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.PeerFace;
import org.comity.node.world.Pin;
import org.comity.tlog.Hash;

/**
 * Several nodes, the network between them, and everything that may go wrong, from one seed.
 *
 * <p>Use: make a world, {@link #introduce} its nodes, {@link #setFaults} as hard as wanted, give the nodes work, {@link #run} for a while,
 * {@link #calm} the world and run until all is settled; then look. A broken promise ends the run with a {@link SimFailure} that
 * names the seed.
 */
public final class SimWorld {

    /** Most nodes of one world. */
    public static final int MOST_NODES = 20;

    private static final long MOST_EVENTS = 5_000_000;

    private record Violation(String what, Optional<Throwable> cause) {}

    private final long seed;
    private final SimClock clock = new SimClock();
    private final Trace trace = new Trace(clock);
    private final Agenda agenda;
    private final SimNetwork network;
    private final SignedHeads signedHeads = new SignedHeads();
    private final List<SimNode> nodes = new ArrayList<>();
    private final Map<MemberId, Identity> puppets = new TreeMap<>();
    private final WireWatch wire = new WireWatch(this);
    private final List<Violation> violations = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private boolean statementFaults;
    private long events;

    private SimWorld(long seed) {
        this.seed = seed;
        this.agenda = new Agenda(clock, Chance.of(seed, "agenda"));
        this.network = new SimNetwork(agenda, Chance.of(seed, "network"), this::faults, trace, wire, this::violation);
    }

    /**
     * A quiet world of nodes that are up and do not know each other. Members are XA, XB and so on; the clocks of some are a little wrong.
     *
     * @param count 1 to {@value #MOST_NODES}
     */
    public static SimWorld of(long seed, int count, Equipment equipment) {
        if (count < 1 || count > MOST_NODES) {
            throw new IllegalArgumentException(count + " nodes, legal are 1 to " + MOST_NODES);
        }
        SimWorld world = new SimWorld(seed);
        Chance skews = Chance.of(seed, "skews");
        for (int i = 0; i < count; i++) {
            MemberId member = new MemberId("X" + (char) ('A' + i));
            Identity identity = Identity.create(
                    world.realm(), member, new SeededEntropy(seed, "keys " + member), SimClock.BEGINNING);
            Duration skew = skews.between(Duration.ofSeconds(-2), Duration.ofSeconds(2));
            world.nodes.add(new SimNode(world, identity, equipment, skew));
        }
        world.nodes.forEach(SimNode::start);
        return world;
    }

    public long seed() {
        return seed;
    }

    public SimClock clock() {
        return clock;
    }

    public Trace trace() {
        return trace;
    }

    public SimNetwork network() {
        return network;
    }

    public Faults faults() {
        return faults;
    }

    public void setFaults(Faults harder) {
        faults = harder;
        statementFaults = statementFaults || harder.statementFails() > 0;
    }

    /** Whether statements ever failed in this world. */
    boolean hasStatementFaults() {
        return statementFaults;
    }

    /** Every head that was ever signed. */
    public SignedHeads signedHeads() {
        return signedHeads;
    }

    /** In the order of their members. */
    public List<SimNode> nodes() {
        return List.copyOf(nodes);
    }

    public SimNode node(MemberId member) {
        return nodes.stream()
                .filter(node -> node.member().equals(member))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + member + " in this world"));
    }

    public SimNode node(int number) {
        return nodes.get(number);
    }

    /** The honest node of a member, if it has one. */
    public Optional<SimNode> honest(MemberId member) {
        return nodes.stream().filter(node -> node.member().equals(member)).findFirst();
    }

    /** The keys of anybody in this world. */
    public Identity identity(MemberId member) {
        Identity puppet = puppets.get(member);
        return puppet != null ? puppet : node(member).identity();
    }

    /** Whether a member is no honest node. */
    public boolean isPuppet(MemberId member) {
        return puppets.containsKey(member);
    }

    /**
     * Adds somebody whose keys are real and who says what it likes.
     *
     * @param face what it answers to whoever calls it
     */
    public void addPuppet(Identity identity, PeerFace face) {
        puppets.put(identity.member(), identity);
        for (Pin pin :
                List.of(identity.keys().tls().pin(), identity.keys().nextTls().pin())) {
            network.connect(identity.member(), pin, () -> Optional.of(face));
        }
    }

    /** Whether this entry is of a message that an honest node has to refuse. */
    public boolean isForbidden(Hash entry) {
        return wire.isForbidden(entry);
    }

    /** What was seen on the lines. */
    public WireWatch wire() {
        return wire;
    }

    Agenda agenda() {
        return agenda;
    }

    Realm realm() {
        return Realm.WORLD;
    }

    /** Every node recognises every other. In a quiet world. */
    public void introduce() {
        for (SimNode node : nodes) {
            for (SimNode other : nodes) {
                if (node != other) {
                    introduce(node, other);
                }
            }
        }
    }

    /** One node recognises another. In a quiet world. */
    public void introduce(SimNode node, SimNode other) {
        introduce(node, other.card());
    }

    /** A node recognises whoever a card describes. In a quiet world. */
    public void introduce(SimNode node, VerifiedCard card) {
        var admitted = node.submit(Source.NODE, turn -> node.directory().admit(turn, card, Comparison.DEMO, List.of()))
                .toCompletableFuture();
        runUntil(admitted::isDone, Duration.ofMinutes(1));
        admitted.join();
    }

    /** Whether two honest nodes recognise each other now; both must be up. */
    public boolean areAcquainted(SimNode one, SimNode other) {
        return recognises(one, other.member()) && recognises(other, one.member());
    }

    private static boolean recognises(SimNode node, MemberId member) {
        return node.directory().peer(member).filter(Peer::recognised).isPresent();
    }

    /** Something happens after this delay. */
    public void in(Duration delay, Runnable happening) {
        agenda.in(delay, happening);
    }

    /** Lets so much time pass. */
    public void run(Duration time) {
        Instant end = clock.instant().plus(time);
        while (agenda.next(end)) {
            check();
        }
        clock.moveTo(end);
    }

    /** Lets time pass until this holds; breaks with a {@link SimFailure} if it does not within this time. */
    public void runUntil(BooleanSupplier reached, Duration most) {
        runUntil(reached, most, () -> "what was waited for did not come");
    }

    /** @param waiting says what is still missing */
    public void runUntil(BooleanSupplier reached, Duration most, Supplier<String> waiting) {
        Instant end = clock.instant().plus(most);
        while (!reached.getAsBoolean()) {
            if (!agenda.next(end)) {
                throw failure("after " + most + ": " + waiting.get(), Optional.empty());
            }
            check();
        }
    }

    /** Events so far. */
    public long events() {
        return events;
    }

    /** No more faults from here on, all lines are mended, and whoever is down is started. */
    public void calm() {
        trace.add("world", "is calm from here on");
        faults = Faults.NONE;
        network.mend();
        nodes.forEach(SimNode::start);
    }

    /** A promise was broken. The run ends with it at the next event. */
    public void violation(String what) {
        violations.add(new Violation(what, Optional.empty()));
    }

    void violation(String what, Throwable cause) {
        violations.add(new Violation(what, Optional.of(cause)));
    }

    private void check() {
        events++;
        if (events > MOST_EVENTS) {
            violation("the nodes keep each other busy for ever: " + MOST_EVENTS + " events");
        }
        requireKept();
    }

    /** @throws SimFailure when a promise was broken since the last look */
    public void requireKept() {
        if (!violations.isEmpty()) {
            Violation first = violations.getFirst();
            throw failure(first.what(), first.cause());
        }
    }

    /** Runs a check of the end and tells the story if it fails. */
    public void verify(Runnable check) {
        try {
            check.run();
        } catch (AssertionError | RuntimeException e) {
            throw failure(String.valueOf(e.getMessage()), Optional.of(e));
        }
    }

    private SimFailure failure(String what, Optional<Throwable> cause) {
        trace.add("world", "BROKEN: " + what);
        List<String> concerned = Stream.concat(nodes.stream().map(SimNode::member), puppets.keySet().stream())
                .map(MemberId::code)
                .filter(what::contains)
                .toList();
        return new SimFailure(seed, what, trace.about(concerned), cause);
    }
}
