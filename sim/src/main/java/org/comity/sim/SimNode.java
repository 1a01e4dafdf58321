package org.comity.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.comity.age.Workers;
import org.comity.node.Node;
import org.comity.node.NodeConfig;
import org.comity.node.directory.Directory;
import org.comity.node.directory.SoftwareSigner;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.evidence.EvidenceSettings;
import org.comity.node.exchange.AlarmBook;
import org.comity.node.exchange.Exchange;
import org.comity.node.exchange.ExchangeSettings;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Work;
import org.comity.node.record.MemberId;
import org.comity.node.store.CommitUnknown;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Store;
import org.comity.node.store.Transaction;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.node.world.PeerTransport;
import org.comity.node.world.Pin;
import org.comity.node.world.World;
import org.comity.tlog.TreeHead;

/**
 * A real node in the simulated world, over as many lives as its process has.
 *
 * <p>Keys, disk and the stream of random bytes outlive a process; everything else is built anew from what was committed.
 */
public final class SimNode {

    /** One life: the process and what it is made of. */
    private record Running(Life life, Node node) {}

    private static final int MOST_ALARMS = 1_000;
    private static final long FETCH_ON_ARRIVAL = 16L << 20;

    private final SimWorld sim;
    private final Identity identity;
    private final Equipment equipment;
    private final Disk disk = new Disk();
    private final NodeWatch watch;
    private final SeededEntropy entropy;
    private final Chance chance;
    private final Perils perils;
    private Optional<Running> running = Optional.empty();
    private Optional<LedgerCorrupt> refusal = Optional.empty();
    private VerifiedCard newestCard;
    private Duration skew;
    private boolean clockJumped;
    private boolean wanted;
    private int lives;

    SimNode(SimWorld sim, Identity identity, Equipment equipment, Duration skew) {
        String name = identity.member().code();
        this.sim = sim;
        this.identity = identity;
        this.equipment = equipment;
        this.skew = skew;
        this.entropy = new SeededEntropy(sim.seed(), "node " + name);
        this.chance = Chance.of(sim.seed(), "node " + name);
        this.newestCard = identity.card();
        this.watch = new NodeWatch(name, disk, sim.signedHeads(), sim::violation);
        this.perils = new Perils(name, Chance.of(sim.seed(), "perils " + name), sim::faults, sim.trace());
        for (Pin pin :
                List.of(identity.keys().tls().pin(), identity.keys().nextTls().pin())) {
            sim.network().connect(member(), pin, () -> running.map(this::face));
        }
    }

    /** The node as its peers meet it; it may die before an answer leaves. */
    private PeerFace face(Running up) {
        Exchange exchange = up.node().exchange();
        return new PeerFace() {
            @Override
            public Optional<MemberId> memberOf(Pin pin) {
                return exchange.memberOf(pin);
            }

            @Override
            public Optional<PeerAnswer> beforeBody(MemberId from, String method, String path, long length) {
                return exchange.beforeBody(from, method, path, length);
            }

            @Override
            public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
                exchange.answer(from, call, answer -> {
                    perils.point(up.life(), "before an answer leaves");
                    back.accept(answer);
                });
            }
        };
    }

    public MemberId member() {
        return identity.member();
    }

    public Identity identity() {
        return identity;
    }

    /** What was seen of this node's disk over all its lives. */
    public NodeWatch watch() {
        return watch;
    }

    /** The card that this node issued last. */
    public VerifiedCard card() {
        return newestCard;
    }

    /** Whether the process runs. */
    public boolean isUp() {
        return running.isPresent();
    }

    /** Times that the process was started. */
    public int lives() {
        return lives;
    }

    /** What officers were told, over all lives, the newest first. */
    public List<AlarmBook.Alarm> alarms() {
        try (Snapshot snapshot = disk.store().snapshot()) {
            return AlarmBook.newest(snapshot.sql(), MOST_ALARMS);
        }
    }

    /** Why the last start was refused, if it was. */
    public Optional<LedgerCorrupt> refusal() {
        return refusal;
    }

    /** The node of the present life. */
    public Node node() {
        return running.orElseThrow(() -> new IllegalStateException("node " + member() + " is down"))
                .node();
    }

    public Ledger ledger() {
        return node().ledger();
    }

    public Directory directory() {
        return node().directory();
    }

    public Exchange exchange() {
        return node().exchange();
    }

    /** The database as it is on the disk, also while the node is down: for checks, not for the node. */
    public Store disk() {
        return disk.store();
    }

    /** Hands a work to the node, as a face would. Fails at once while the node is down; never ends if the process dies first. */
    public <T> CompletionStage<T> submit(Source source, Work<T> work) {
        return running.map(up -> up.node().ledger().submit(source, work))
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new Refused(Refused.Code.STOPPED, "node " + member() + " is down", "start it")));
    }

    /** Starts the process, on what the disk holds. */
    public void start() {
        wanted = true;
        if (isUp()) {
            return;
        }
        Life life = new Life();
        lives++;
        note("starts, life " + lives);
        try {
            running = Optional.of(boot(life));
        } catch (SuddenDeath death) {
            bury();
        } catch (LedgerCorrupt e) {
            life.end();
            wanted = false;
            refusal = Optional.of(e);
            note("refuses to start: " + e.getMessage());
        }
        if (life.ended() && isUp()) {
            bury();
        }
    }

    private Running boot(Life life) {
        SimStore store = new SimStore(life, disk.store(), perils, watch);
        SimSchedule schedule = new SimSchedule(life, sim.agenda(), () -> skew, task -> run(life, task));
        World world = new World(
                sim.clock().ahead(() -> skew),
                schedule,
                entropy,
                new SimCrew(life, sim.agenda(), schedule, chance, sim::faults, task -> run(life, task), perils),
                road(life, schedule),
                store,
                disk.blobs(),
                new SimSigner(life, new SoftwareSigner(identity.keys()), sim.signedHeads(), perils, watch),
                new SimGuard(life, disk, perils, watch));
        watch.begins();
        makeTables();
        Node node = new Node(config(), world);
        Running up = new Running(life, node);
        running = Optional.of(up);
        equipment.receivers(this).forEach(node.exchange()::deliverTo);
        node.ledger().onStop(why -> stopped(life, why));
        store.becomeDoubtful();
        node.start();
        equipment.started(this);
        return up;
    }

    private PeerTransport road(Life life, SimSchedule schedule) {
        PeerTransport line = sim.network().road(member(), identity.keys().tls().pin(), life, schedule::soon);
        return (to, call, back) -> {
            perils.point(life, "before a call leaves");
            line.ask(to, call, back);
        };
    }

    private NodeConfig config() {
        return new NodeConfig(
                sim.realm(),
                member(),
                identity.keys(),
                Identity.ADDRESSES,
                new EvidenceSettings(Identity.JUSTICE, "vault of " + member(), "comity-sim", FETCH_ON_ARRIVAL),
                disk.partials(),
                Workers.callingThread(),
                ExchangeSettings.standard(),
                equipment.padding());
    }

    /** The equipment's tables are no part of the program, so they are made beside its migrations. */
    private void makeTables() {
        try (Transaction tx = disk.store().begin()) {
            equipment.tables().forEach(tx.sql()::update);
            tx.commit();
        } catch (CommitUnknown e) {
            throw new IllegalStateException("a database in memory always says whether it committed", e);
        }
    }

    /** A ledger that stops ends its process: the next start decides. */
    private void stopped(Life life, Throwable why) {
        note("stops: " + why.getMessage());
        life.end();
    }

    private void run(Life life, Runnable task) {
        try {
            task.run();
        } catch (SuddenDeath death) {
            life.end();
        } catch (RuntimeException e) {
            sim.violation("a task of " + member() + " threw " + e, e);
        }
        if (life.ended() && running.filter(up -> up.life() == life).isPresent()) {
            bury();
        }
    }

    /** Leaves nothing of the process but its disk, and brings it back after a while. */
    private void bury() {
        running = Optional.empty();
        sim.network().died(member());
        disk.reopen();
        Duration down = chance.between(Duration.ofMillis(10), sim.faults().longestDown());
        note("is down");
        sim.agenda().in(down, () -> {
            if (wanted) {
                start();
            }
        });
    }

    /** Something about this node breaks a promise. */
    void fails(String what) {
        sim.violation(member() + ": " + what);
    }

    /** Adds a line about this node to the trace. */
    public void note(String what) {
        sim.trace().add(member().code(), what);
    }

    /** Kills the process between two of its tasks; it comes back by itself after a while. */
    public void crash() {
        running.ifPresent(up -> {
            note("is killed");
            up.life().end();
            bury();
        });
    }

    /** Kills the process and keeps it down until {@link #start}. */
    public void shutDown() {
        wanted = false;
        crash();
    }

    /** The process dies here and now, in the middle of whatever it does: called by what it runs. */
    public void dieNow(String where) {
        Running up = running.orElseThrow(() -> new IllegalStateException("node " + member() + " is down"));
        note("dies " + where);
        throw up.life().die(where);
    }

    /** Ends the process in order, as an operator does, and keeps it down until {@link #start}. */
    public void stopInOrder() {
        wanted = false;
        running.ifPresent(up -> up.node().stop().whenComplete((ended, failure) -> {
            if (running.filter(still -> still.life() == up.life()).isPresent()) {
                note("ends in order");
                up.life().end();
                sim.agenda().in(Duration.ZERO, () -> buryIf(up));
            }
        }));
    }

    private void buryIf(Running up) {
        if (running.filter(still -> still.life() == up.life()).isPresent()) {
            bury();
        }
    }

    /** The clock on the wall jumps by so much, forward or back. */
    public void jumpClock(Duration by) {
        skew = skew.plus(by);
        clockJumped = true;
        note("its clock jumps by " + by);
    }

    /** Whether its clock was ever moved by hand. */
    boolean clockJumped() {
        return clockJumped;
    }

    /** Officers issue the next card, and the node tells its peers. */
    public void renewCard() {
        running.flatMap(up -> up.node().ledger().released()).ifPresent(released -> {
            VerifiedCard card =
                    identity.renewed(newestCard, released, sim.clock().instant());
            node().issue(card).whenComplete((logged, failure) -> {
                if (failure == null) {
                    newestCard = card;
                    note("issues its card of revision " + card.root().revision());
                }
            });
        });
    }

    /** A copy of the database, to be put back later. */
    public byte[] backup() {
        return disk.backup();
    }

    /** Puts another database in the place of the node's own while it is down. The guard stays as it is. */
    public void restore(byte[] other) {
        requireDown();
        watch.suspend();
        disk.restore(other);
    }

    /** A copy of the whole disk, the guard included. */
    Disk.Image wholeDisk() {
        return disk.image();
    }

    /** Puts an older copy of the whole disk back while the node is down: to itself it looks sound. */
    void restoreWholeDisk(Disk.Image older) {
        requireDown();
        watch.suspend();
        disk.putBack(older);
    }

    /** Puts the node's own newest database back while it is down. */
    public void putBack(byte[] own) {
        requireDown();
        disk.restore(own);
        watch.resume();
        refusal = Optional.empty();
    }

    /** Changes the database behind the node's back, while it is down and another one than its own newest is to be tried. */
    public void tamper(String statement) {
        requireDown();
        watch.suspend();
        try (Transaction tx = disk.store().begin()) {
            tx.sql().update(statement);
            tx.commit();
        } catch (CommitUnknown e) {
            throw new IllegalStateException("a database in memory always says whether it committed", e);
        }
    }

    /** The size that the guard remembers. */
    public long guarded() {
        return disk.guard().map(TreeHead::size).orElse(0L);
    }

    private void requireDown() {
        if (isUp()) {
            throw new IllegalStateException("node " + member() + " runs: shut it down first");
        }
    }
}
