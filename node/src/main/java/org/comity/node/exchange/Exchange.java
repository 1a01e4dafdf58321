package org.comity.node.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.directory.Directory;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.node.store.Migration;
import org.comity.node.store.Snapshot;
import org.comity.node.store.StoreException;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerFace;
import org.comity.node.world.Pin;
import org.comity.node.world.World;
import org.comity.tlog.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange of one node: wires the roads to and from every peer, and answers what peers ask.
 *
 * <p>Any thread may call {@link #memberOf}, {@link #beforeBody} and {@link #answer}; the rest belongs to the node's thread.
 */
public final class Exchange implements Sending, PeerFace {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private record Road(PeerLog log, Courier courier, Inbox inbox) {}

    private final ExchangeContext context;
    private final Outbox outbox;
    private final InboxWriter writer;
    private final ReceiptKeeper keeper;
    private final Standing standing;
    private final GenerationChange change;
    private final Greetings greetings;
    private final ClockWatch clocks;
    private final WitnessRounds witnesses;
    private final ForeignWitnesses foreignWitnesses;
    private final ExchangeSettings settings;
    private final Carriage carriage;
    private final FetchRounds fetches;
    private final StrandTies ties;
    private final RefusalBook refusals;
    private final Heads heads;
    private final HeadRounds rounds;
    private final Settlement settlement;
    private final Map<MemberId, Road> roads = new TreeMap<>();
    private final Reception reception;

    /**
     * @param parcelKeys keys that open parcels, current first
     * @param witnessKeys keys that cosign peers' logs, never those of the own log
     * @param settings what the operator decides
     */
    public Exchange(
            World world,
            Ledger ledger,
            Directory directory,
            Supplier<List<PostQuantumIdentity>> parcelKeys,
            List<SigningKey> witnessKeys,
            Alarms alarms,
            ExchangeSettings settings) {
        this.outbox = new Outbox(directory, new Outbox.Queued() {
            @Override
            public void message(MemberId peer, OutboxTables.Waiting message) {
                road(peer).courier().queued(message);
            }

            @Override
            public void statement(OutboxTables.Waiting statement) {
                // Also where recognition rests: it may be given back, and a road that is not there yet reads the
                // database.
                roads.values().forEach(road -> road.courier().queued(statement));
            }
        });
        OwnWatch own = new OwnWatch(world, ledger, ledger::freeze);
        ForkBook forks = new ForkBook(world, ledger, directory, alarms, own, outbox);
        this.context = new ExchangeContext(world, ledger, directory, parcelKeys, alarms, own, forks);
        HeadWatch watch = new HeadWatch(context, member -> road(member).log());
        this.heads = new Heads(new HeadTelling(this::peerLogs, watch), watch);
        this.settlement = new Settlement(context, watch, settings.witnesses().policy());
        this.rounds = new HeadRounds(context, heads.telling(), watch);
        this.writer = new InboxWriter(context);
        writer.add(forks);
        forks.onFork(this::convicted);
        this.keeper = new ReceiptKeeper(context);
        this.standing = new Standing(context);
        this.change = new GenerationChange(context, outbox, this::sentAnew);
        this.greetings = new Greetings(
                context,
                standing,
                new Recovery(context, change, writer.receivers()),
                peer -> road(peer).inbox().hello(),
                this::cardChanged);
        this.reception = new Reception(
                context, standing, greetings, member -> road(member).inbox());
        this.clocks = new ClockWatch(context);
        greetings.onGreeted(clocks::heard);
        this.witnesses = new WitnessRounds(context, standing);
        this.foreignWitnesses = new ForeignWitnesses(context, settings.witnesses());
        this.settings = settings;
        // A peer that was out of reach at the last head may cosign it now.
        greetings.onGreeted((peer, hello) -> world.schedule().soon(witnesses::run));
        this.ties = new StrandTies(context);
        this.refusals = new RefusalBook(context, settings.quotas());
        reception.add(new Witnessing(context, witnessKeys));
        reception.add(ties);
        reception.add(new GiveBack(context));
        this.carriage = new Carriage(
                context,
                greetings,
                keeper,
                member -> road(member).inbox(),
                member -> road(member).log(),
                member -> road(member).courier());
        this.fetches = new FetchRounds(context, carriage, standing, greetings, settings.fetchEvery());
        reception.add(fetches);
        reception.add(rounds);
        reception.add(new LogResource(context));
    }

    public static List<Migration> migrations() {
        return InboxTables.MIGRATIONS;
    }

    /** Adds a capability that takes messages. Before {@link #start}. */
    public void deliverTo(Receiver receiver) {
        writer.add(receiver);
    }

    /** Adds what other capabilities offer to peers. Before {@link #start}. */
    public void offer(PeerResource resource) {
        reception.add(resource);
    }

    /** What is known against members' logs. */
    public Contradictions contradictions() {
        return new Contradictions(context);
    }

    /**
     * Whether a message of a peer may lead to what cannot be taken back: see {@link Settlement}. If not, it is looked into from now on.
     * On the node's thread.
     *
     * @param index its place in the peer's present log
     */
    public boolean isSettled(MemberId peer, long index) {
        return settlement.isSettled(peer, index);
    }

    /**
     * Asks the peers what they hold of our log.
     *
     * @param begin called once when enough of them answered or the wait is over; never when the log freezes first
     */
    public void settle(Runnable begin) {
        standing.settle(greetings::greet, begin);
    }

    /** Whether a majority of the recognised members has said in this run what it holds; otherwise the node works provisionally. */
    public boolean isLive() {
        return standing.isLive();
    }

    /** Hears, on the node's thread, which revision of its own card a peer says it issued last. Before {@link #start}. */
    public void onGreeted(BiConsumer<MemberId, Long> listener) {
        greetings.onGreeted((peer, hello) -> listener.accept(peer, hello.cardRevision()));
    }

    /** Greets every recognised member again, since what a greeting says has changed. */
    public void greetPeers() {
        context.directory().peers().stream().filter(Peer::recognised).forEach(peer -> greetings.greet(peer.member()));
    }

    /** Begins to send and to answer. The ledger is open; its first signed head may still be under way. */
    public void start() {
        context.ledger()
                .submit(Source.NODE, turn -> {
                    change.apply(turn);
                    return InboxTables.beginRun(turn.sql());
                })
                .whenComplete((unclean, failure) -> {
                    if (failure != null) {
                        LOG.error("the exchange could not start", failure);
                        return;
                    }
                    if (unclean) {
                        LOG.info("the last end was unclean; messages are handled one by one for a while");
                        writer.beCareful();
                    }
                    reception.open();
                    fetches.start();
                    context.ledger().onRelease(checkpoint -> released());
                    context.directory().onChange(this::cardChanged);
                    refusals.lookAtDisk();
                    new ParcelKeyAge(context).start();
                    heads.watch().start();
                    rounds.run();
                    released();
                });
    }

    /** Marks a clean end. */
    public CompletionStage<Boolean> stop() {
        reception.close();
        refusals.write();
        return context.ledger().submit(Source.NODE, turn -> {
            InboxTables.endRun(turn.sql());
            return true;
        });
    }

    /** Hears of every receipt once it is stored. */
    public void onDelivered(BiConsumer<MemberId, Delivered> listener) {
        keeper.onReceived(listener::accept);
    }

    /** Single proofs for export. */
    public Proofs proofs() {
        return new Proofs(context, settings.witnesses().policy());
    }

    /**
     * Writes what waits for a member into a file, for mail or a stick; what finds no room in it goes into the next.
     *
     * @return empty when nothing waits; fails with {@link Refused}
     */
    public CompletionStage<Optional<byte[]>> exportParcel(MemberId member) {
        return carriage.export(member);
    }

    /**
     * Takes a file that came by mail or on a stick: a parcel, or receipts for one of ours. In any order, and as often as it comes.
     *
     * @return fails with {@link Refused} when it is not for this node or does not verify
     */
    public CompletionStage<CarriedFile> importFile(byte[] file) {
        return carriage.take(file)
                .handle((taken, failure) -> {
                    if (failure instanceof ParcelRefused refused) {
                        return CompletableFuture.<CarriedFile>failedFuture(new Refused(
                                Refused.Code.INVALID,
                                "the file is not taken: " + refused.getMessage(),
                                "have the other side export it again"));
                    }
                    return failure == null
                            ? CompletableFuture.completedFuture(taken)
                            : CompletableFuture.<CarriedFile>failedFuture(failure);
                })
                .thenCompose(stage -> stage);
    }

    /** How far messages got. */
    public Deliveries deliveries() {
        return new Deliveries(settings.witnesses().policy());
    }

    /** What came from peers. */
    public Arrivals arrivals() {
        return new Arrivals();
    }

    /** Where the link to a peer stands; empty before anything was sent or received. */
    public Optional<LinkState> link(MemberId peer) {
        return Optional.ofNullable(roads.get(peer)).map(road -> road.courier().state());
    }

    /**
     * How far a peer's clock was ahead of ours when it last spoke, where that is more than five minutes; negative when it was behind.
     */
    public Optional<Duration> clockSkew(MemberId peer) {
        return clocks.skew(peer);
    }

    @Override
    public Logged send(Turn turn, Draft draft) throws Refused {
        return outbox.send(turn, draft);
    }

    private void released() {
        for (Peer peer : context.directory().peers()) {
            if (peer.recognised()) {
                released(peer);
            }
        }
        witnesses.run();
        foreignWitnesses.run();
    }

    /** What is damaged on the road to one peer does not stop the others. */
    private void released(Peer peer) {
        try {
            Road road = road(peer.member());
            road.courier().released();
            ties.tie(peer, road.log());
        } catch (StoreException | LedgerCorrupt e) {
            LOG.error("the road to {} cannot be read", peer.member(), e);
            context.alarms()
                    .raise(peer.member(), "what waits for " + peer.member() + " cannot be read: " + e.getMessage());
        }
    }

    private void cardChanged(MemberId member) {
        Optional<Peer> peer = context.directory().peer(member).filter(Peer::recognised);
        if (peer.isPresent()) {
            Road known = roads.get(member);
            if (known != null && !known.log().origin().equals(peer.get().origin())) {
                heads.watch().forget(known.log().origin());
                known.courier().end();
                roads.remove(member);
            }
            // It may wait to hear that we know its present log, or we to hear what it holds of ours.
            greetings.greet(member);
            road(member).courier().cardChanged();
            rounds.run();
        }
    }

    private void sentAnew(Kind kind, Turn turn, Ref before, Logged now) {
        Receiver receiver = writer.receivers().get(kind);
        if (receiver != null) {
            receiver.sentAnew(turn, before, now);
        }
    }

    private void convicted(Fork fork) {
        heads.watch().forget(fork.origin());
        Road road = roads.get(fork.member());
        if (road != null && road.log().origin().equals(fork.origin())) {
            road.courier().rest(fork.sentence());
        }
    }

    /** What is held of the logs of recognised members. */
    private List<PeerLog> peerLogs() {
        return context.directory().peers().stream()
                .filter(Peer::recognised)
                .flatMap(peer -> Optional.ofNullable(roads.get(peer.member())).stream())
                .map(Road::log)
                .toList();
    }

    private Road road(MemberId member) {
        return roads.computeIfAbsent(member, peer -> {
            Peer known = context.directory()
                    .peer(peer)
                    .orElseThrow(() -> new IllegalStateException("there is no card of " + peer));
            PeerLog log;
            try (Snapshot snapshot = context.world().store().snapshot()) {
                log = PeerLog.load(snapshot.sql(), known.policy().origin());
            }
            return new Road(
                    log,
                    new Courier(context, peer, log, greetings, keeper, heads),
                    new Inbox(context, peer, log, writer, heads));
        });
    }

    @Override
    public Optional<MemberId> memberOf(Pin pin) {
        return context.directory().byPin(pin).filter(Peer::recognised).map(Peer::member);
    }

    @Override
    public Optional<PeerAnswer> beforeBody(MemberId from, String method, String path, long length) {
        return refusals.admission().refusal(from, method, path, length).map(Problem::toAnswer);
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        reception.answer(from, call, back);
    }
}
