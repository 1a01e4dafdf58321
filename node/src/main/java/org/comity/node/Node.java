package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Officers;
import org.comity.node.casework.Casework;
import org.comity.node.casework.DeliveryState;
import org.comity.node.casework.PreservationProcedure;
import org.comity.node.cbor.CborWriter;
import org.comity.node.directory.Directory;
import org.comity.node.directory.Peer;
import org.comity.node.directory.Pings;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.evidence.Evidence;
import org.comity.node.evidence.VaultKeys;
import org.comity.node.exchange.AlarmBook;
import org.comity.node.exchange.Delivery;
import org.comity.node.exchange.Exchange;
import org.comity.node.ledger.CaseKeys;
import org.comity.node.ledger.Generation;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.LogPadding;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;
import org.comity.node.store.Migration;
import org.comity.node.store.Migrator;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Store;
import org.comity.node.world.World;
import org.comity.tlog.Hash;

/**
 * One node of one member: a plain object that wires its capabilities and owns no thread, socket or clock.
 *
 * <p>{@code new Node} brings the database up to date, opens the log and checks it; {@link #start} begins to sign, send and answer.
 */
public final class Node {

    private static final Kind STARTED = new Kind("node.started");
    private static final Kind SUCCESSION = new Kind("log.succession");
    private static final int INCARNATION_BYTES = 16;

    private final NodeConfig config;
    private final World world;
    private final Ledger ledger;
    private final Directory directory;
    private final Exchange exchange;
    private final Casework casework;
    private final Evidence evidence;
    private final Pings pings;
    private final CardDesk cards;

    /** @throws org.comity.node.ledger.LedgerCorrupt when the log contradicts itself or the guard */
    public Node(NodeConfig config, World world) {
        this.config = config;
        this.world = world;
        migrate(world.store());
        CaseKeys caseKeys = new CaseKeys(config.keys().revealStorageKey(), world.entropy());
        this.ledger = Ledger.open(world, config.logIdentity(), caseKeys);
        try (Snapshot snapshot = world.store().snapshot()) {
            this.directory = Directory.load(config.realm(), config.member(), config.addressRule(), snapshot.sql());
        }
        AlarmBook alarms = new AlarmBook(world, ledger);
        this.exchange = new Exchange(
                world, ledger, directory, this::parcelKeys, config.keys().witnessSigners(), alarms, config.exchange());
        this.pings = new Pings(config.realm(), config.member(), directory);
        this.casework = new Casework(
                config.realm(),
                config.member(),
                exchange,
                caseKeys,
                world.store()::snapshot,
                this::officerKey,
                this::deliveryState,
                PreservationProcedure.shipped());
        this.evidence = new Evidence(
                world,
                ledger,
                new SettledSending(
                        exchange,
                        exchange::isSettled,
                        member -> directory.peer(member).map(Peer::origin)),
                vaultKeys(),
                config.partials(),
                config.workers(),
                member -> directory
                        .peer(member)
                        .filter(Peer::recognised)
                        .filter(peer ->
                                exchange.contradictions().fork(peer.origin()).isEmpty())
                        .map(Peer::address),
                config.evidence());
        this.cards = new CardDesk(config.realm(), directory, exchange);
        exchange.deliverTo(casework);
        exchange.deliverTo(evidence);
        exchange.deliverTo(new DutyDesk(pings, exchange, config.keys().dutyKey()));
        exchange.deliverTo(cards);
        exchange.offer(evidence.resource());
        NewCards newCards = new NewCards(world, ledger, directory, alarms);
        exchange.onGreeted(newCards::greeted);
        exchange.offer(newCards);
    }

    /**
     * Brings a database to the tables of this program, as every start does.
     *
     * @throws org.comity.node.store.MigrationRefused when the database was made by a newer program
     */
    public static void migrate(Store store) {
        Migrator.migrate(store, migrations());
    }

    /** The tables of all rooms, in the order of the arrows. */
    private static List<Migration> migrations() {
        List<Migration> all = new ArrayList<>(Ledger.migrations());
        all.addAll(Directory.MIGRATIONS);
        all.addAll(Officers.MIGRATIONS);
        all.addAll(Exchange.migrations());
        all.addAll(Casework.migrations());
        all.add(Evidence.migration());
        return all;
    }

    /**
     * Begins to answer, asks the peers what they hold of our log, then begins to sign and send. Each start logs a record with a random
     * number, so that two copies of one disk differ at once.
     *
     * @return completes when the first head of this run is signed, which takes a few seconds where peers do not answer
     */
    public CompletionStage<Logged> start() {
        // First what only reads: a database that cannot be read is refused before anything is signed.
        evidence.start();
        logSuccession();
        exchange.settle(ledger::start);
        exchange.start();
        if (config.padding().isPositive()) {
            new LogPadding(world, ledger, config.padding()).start();
        }
        byte[] incarnation = world.entropy().bytes(INCARNATION_BYTES);
        return ledger.submit(
                Source.NODE,
                turn -> turn.append(Draft.of(
                        STARTED,
                        Recipient.nobody(),
                        Lane.OWN,
                        "application/cbor",
                        new CborWriter().array(1).bytes(incarnation).toBytes())));
    }

    /** The first leaf of a generation that is its own says which log it follows, where and why. */
    private void logSuccession() {
        List<Generation> closed = ledger.closed();
        if (!closed.isEmpty()
                && ledger.committed().size() == closed.getLast().end().size()) {
            Generation last = closed.getLast();
            byte[] body = new CborWriter()
                    .array(4)
                    .text(last.origin())
                    .uint(last.end().size())
                    .bytes(last.end().root().bytes())
                    .text(last.reason())
                    .toBytes();
            var _ = ledger.submit(
                    Source.NODE,
                    turn -> turn.append(Draft.of(SUCCESSION, Recipient.nobody(), Lane.OWN, "application/cbor", body)));
        }
    }

    /**
     * Takes a card of our own that officers issued, and tells the peers there are. Any thread may call.
     *
     * @return fails with {@link Refused} when the card is not newer than the one issued before
     */
    public CompletionStage<Logged> issue(VerifiedCard card) {
        boolean newLog = directory
                .own()
                .filter(own -> !own.node().origin().equals(card.node().origin()))
                .isPresent();
        return ledger.submit(Source.NODE, turn -> {
            Logged issued = cards.issue(turn, card);
            if (newLog) {
                // Peers take no statement from a log that they do not know; a greeting they hear.
                turn.afterCommit(exchange::greetPeers);
            }
            return issued;
        });
    }

    /** Ends in order: fetches halt, and the log notes a clean end. What is under way is taken up by the next start. */
    public CompletionStage<Boolean> stop() {
        evidence.stop();
        return exchange.stop();
    }

    public NodeConfig config() {
        return config;
    }

    public World world() {
        return world;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Directory directory() {
        return directory;
    }

    public Exchange exchange() {
        return exchange;
    }

    public Casework casework() {
        return casework;
    }

    public Evidence evidence() {
        return evidence;
    }

    public Pings pings() {
        return pings;
    }

    private List<PostQuantumIdentity> parcelKeys() {
        return Stream.concat(Stream.of(config.keys().parcelIdentity()), config.keys().previousParcelIdentity().stream())
                .toList();
    }

    private VaultKeys vaultKeys() {
        return new VaultKeys(
                List.of(config.keys().vaultIdentity().recipient(), config.keys().recoveryRecipient()),
                List.of(config.keys().vaultIdentity()));
    }

    private Optional<OfficerKey> officerKey(MemberId member, Hash keyId) {
        if (!member.equals(config.member())) {
            return directory.officer(member, keyId);
        }
        try (Snapshot snapshot = world.store().snapshot()) {
            return Officers.key(snapshot.sql(), keyId);
        }
    }

    private DeliveryState deliveryState(long index) {
        try (Snapshot snapshot = world.store().snapshot()) {
            return exchange.deliveries()
                    .of(snapshot.sql(), index)
                    .map(Node::furthest)
                    .orElse(DeliveryState.LOGGED);
        }
    }

    private static DeliveryState furthest(Delivery delivery) {
        if (delivery.seenAt().isPresent()) {
            return DeliveryState.SEEN;
        }
        if (delivery.receivedAt().isEmpty()) {
            return DeliveryState.LOGGED;
        }
        return delivery.witnessed() ? DeliveryState.WITNESSED : DeliveryState.RECEIVED;
    }
}
