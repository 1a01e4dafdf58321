package org.comity.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.comity.age.Workers;
import org.comity.node.Node;
import org.comity.node.NodeConfig;
import org.comity.node.directory.Directory;
import org.comity.node.directory.SoftwareSigner;
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
import org.comity.node.world.Pin;
import org.comity.node.world.World;

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
    private final Duration skew;
    private final Disk disk = new Disk();
    private final SeededEntropy entropy;
    private final Chance chance;
    private final Perils perils;
    private Optional<Running> running = Optional.empty();
    private Optional<LedgerCorrupt> refusal = Optional.empty();
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
        this.perils = new Perils(name, Chance.of(sim.seed(), "perils " + name), sim::faults, sim.trace());
        for (Pin pin :
                List.of(identity.keys().tls().pin(), identity.keys().nextTls().pin())) {
            sim.network()
                    .connect(member(), pin, () -> running.map(up -> up.node().exchange()));
        }
    }

    public MemberId member() {
        return identity.member();
    }

    public Identity identity() {
        return identity;
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
        SimStore store = new SimStore(life, disk.store(), perils);
        SimSchedule schedule = new SimSchedule(life, sim.agenda(), skew, task -> run(life, task));
        World world = new World(
                sim.clock().ahead(skew),
                schedule,
                entropy,
                new SimCrew(life, sim.agenda(), schedule, chance, sim::faults),
                sim.network().road(member(), identity.keys().tls().pin(), life, schedule::soon),
                store,
                disk.blobs(),
                new SimSigner(life, new SoftwareSigner(identity.keys()), sim.signedHeads(), perils, sim::violation),
                new SimGuard(life, disk, perils));
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
        disk.reopen();
        Duration down = chance.between(Duration.ofMillis(10), sim.faults().longestDown());
        note("is down");
        sim.agenda().in(down, () -> {
            if (wanted) {
                start();
            }
        });
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

    /** A copy of the database, to be put back later. */
    public byte[] backup() {
        return disk.backup();
    }

    /** Puts an older database back while the node is down. The guard stays as it is. */
    public void restore(byte[] backup) {
        if (isUp()) {
            throw new IllegalStateException("node " + member() + " runs: shut it down first");
        }
        disk.restore(backup);
    }
}
