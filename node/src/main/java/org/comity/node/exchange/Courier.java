package org.comity.node.exchange;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.HeadTelling.Offer;
import org.comity.node.exchange.InboxTables.Strand;
import org.comity.node.exchange.LinkEvent.Failure;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.exchange.ReceiptsReader.OpenedAnswer;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.LogException;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages to one peer: feeds {@link PeerLink} with what happens and does what it says. All on the node's thread, except
 * what is lifted to the crew.
 *
 * <p>Answers are taken in the order of the chain, since each one's proof starts where the one before it ended. When anything fails
 * the chain is dropped as a whole: what was under way counts as unsent, the peer is asked what it holds, and a new chain starts there.
 * A message that had arrived all the same gets its first receipt again.
 */
final class Courier {

    static final String PARCELS = "/peer/v1/parcels";

    /** Where parcels go that hold urgent messages and nothing else: the receiver counts them apart, and cannot see it from the bytes. */
    static final String URGENT_PARCELS = "/peer/v1/parcels/urgent";

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final ExchangeContext context;
    private final MemberId peer;
    private final PeerLog log;
    private final Greetings greetings;
    private final ReceiptKeeper keeper;
    private final Precedence precedence = new Precedence();
    private final Heads heads;
    private final Deque<Flight> flights = new ArrayDeque<>();
    private Optional<Waitings> waitings = Optional.empty();
    private LinkState state = new LinkState.Unknown();
    private PeerLink.Failures failures = PeerLink.Failures.NONE;
    private boolean ended;
    private long chainId = -1;
    private long nextNumber;
    private TreeHead peerHolds = TreeHead.EMPTY;
    private long answersStart;

    Courier(
            ExchangeContext context,
            MemberId peer,
            PeerLog log,
            Greetings greetings,
            ReceiptKeeper keeper,
            Heads heads) {
        this.context = context;
        this.peer = peer;
        this.log = log;
        this.greetings = greetings;
        this.keeper = keeper;
        this.heads = heads;
    }

    LinkState state() {
        return state;
    }

    /** A message for this peer, or a statement to everyone, is durable. */
    void queued(Waiting message) {
        waitings.ifPresent(known -> known.add(message));
        precedence.queued(message);
    }

    /** A newly signed head covers what was queued. */
    void released() {
        wakeForUrgent();
        int waiting = mayGo();
        if (waiting > 0) {
            happened(new LinkEvent.Wanted(waiting, loaded().urgent()));
        }
    }

    private int mayGo() {
        return precedence.ordinaryMayGo(now()) ? loaded().count() : loaded().urgent();
    }

    private void wakeForUrgent() {
        if (state instanceof LinkState.Waiting && loaded().urgent() > 0 && precedence.wakes(now())) {
            happened(new LinkEvent.Woken());
        }
    }

    private Instant now() {
        return context.world().clock().instant();
    }

    /** Rests until a person decides. */
    void rest(String why) {
        failed(Failure.CONTRADICTION, why);
    }

    /** Another road to this peer takes over: its log is another one. */
    void end() {
        ended = true;
        dropChain();
    }

    /** Receipts came on another road: what waits is read again. */
    void receiptedElsewhere() {
        waitings = Optional.empty();
        released();
    }

    void cardChanged() {
        happened(new LinkEvent.CardChanged());
        released();
    }

    private Waitings loaded() {
        if (waitings.isEmpty()) {
            try (Snapshot snapshot = context.world().store().snapshot()) {
                waitings = Optional.of(Waitings.load(snapshot.sql(), peer));
            }
        }
        return waitings.get();
    }

    private void happened(LinkEvent event) {
        if (ended) {
            return;
        }
        double jitter = context.world().entropy().below(1_000) / 1_000.0;
        PeerLink.Step step = PeerLink.step(state, event, failures, now(), jitter);
        state = step.state();
        failures = switch (event) {
            case LinkEvent.Failed failed -> failures.and(failed.failure());
            case LinkEvent.Receipted _, LinkEvent.CardChanged _ -> PeerLink.Failures.NONE;
            default -> failures;
        };
        for (LinkAction action : step.actions()) {
            switch (action) {
                case LinkAction.AskHello _ -> askHello();
                case LinkAction.SendParcel _ -> sendParcel();
                case LinkAction.DropChain _ -> dropChain();
                case LinkAction.WakeAt wake -> context.world().schedule().at(wake.due(), this::rested);
                case LinkAction.Alarm alarm -> context.alarms().raise(peer, alarm.why());
            }
        }
    }

    /** Where urgent messages ended the rest before, ordinary ones have waited for this moment. */
    private void rested() {
        happened(new LinkEvent.Woken());
        released();
    }

    private void failed(Failure failure, String why) {
        failed(new LinkEvent.Failed(failure, why, Optional.empty()));
    }

    private void failed(LinkEvent.Failed failed) {
        LOG.debug("link {} to {}: {} ({})", context.me(), peer, failed.why(), failed.failure());
        happened(failed);
    }

    private void dropChain() {
        chainId = -1;
        flights.clear();
        waitings = Optional.empty();
    }

    private void askHello() {
        Optional<Peer> known = context.directory().peer(peer).filter(Peer::recognised);
        if (known.isEmpty()) {
            failed(Failure.NOT_RECOGNISED, peer + " is not recognised by this node");
            return;
        }
        Optional<Fork> fork = context.forks().of(known.get().origin());
        if (fork.isPresent()) {
            failed(Failure.CONTRADICTION, fork.get().sentence());
            return;
        }
        context.world().peers().ask(known.get().address(), greetings.call(peer), outcome -> {
            if (state instanceof LinkState.Asking) {
                answered(outcome, answer -> greeted(Hello.decode(answer.body())));
            }
        });
    }

    /** The peer's own words, and our own signature in them, say where the next chain starts. */
    private void greeted(Hello hello) {
        Greetings.Holding holding = greetings.heard(peer, hello);
        peerHolds = holding.holds();
        keeper.offerAgain(peer, holding.next()).whenComplete((lanes, failure) -> {
            if (failure == null) {
                startChain();
            } else {
                failed(Failure.NOT_NOW, "this node could not prepare a chain: " + failure.getMessage());
            }
        });
    }

    private void startChain() {
        waitings = Optional.empty();
        chainId = context.world().entropy().below(Long.MAX_VALUE);
        nextNumber = 0;
        answersStart = log.held(Strand.ANSWERS).head().size();
        happened(new LinkEvent.HelloAnswered());
    }

    private void sendParcel() {
        Optional<SignedCheckpoint> released = context.ledger().released();
        Optional<Peer> known = context.directory().peer(peer).filter(Peer::recognised);
        if (released.isEmpty() || known.isEmpty()) {
            happened(new LinkEvent.NothingToSend());
            return;
        }
        List<Waiting> messages;
        try (Snapshot snapshot = context.world().store().snapshot()) {
            Waitings waiting = loaded();
            long size = released.get().checkpoint().head().size();
            messages = waiting.takeUrgent(snapshot.sql(), peer, size);
            if (messages.isEmpty() && precedence.ordinaryMayGo(now())) {
                int ordinary = waiting.count() - waiting.urgent();
                messages = waiting.take(snapshot.sql(), peer, size, PeerLink.share(ordinary, flights.size()));
            }
        }
        if (messages.isEmpty()) {
            happened(new LinkEvent.NothingToSend());
            return;
        }
        boolean urgent = messages.getFirst().lane() == Lane.URGENT;
        Chain chain = new Chain(chainId, nextNumber++, answersStart);
        Flight flight = new Flight(chain, peerHolds, released.get(), messages, urgent);
        Offer offer = heads.telling().forParcel(known.get(), urgent, now());
        peerHolds = released.get().checkpoint().head();
        flights.add(flight);
        if (urgent && Precedence.isBehindOrdinary(flight, flights)) {
            context.world().schedule().at(now().plus(Precedence.PATIENCE), () -> overtake(flight));
        }
        context.world()
                .crew()
                .lift(
                        () -> ParcelBuilder.build(context, flight, known.get(), offer),
                        outcome -> built(flight, known.get(), outcome));
    }

    /** An urgent parcel still waits for long ones before it: the chain is given up, and the next begins with what is urgent. */
    private void overtake(Flight flight) {
        if (!isStale(flight) && Precedence.isBehindOrdinary(flight, flights) && precedence.overtakes(now())) {
            happened(new LinkEvent.Overtaken());
        }
    }

    private void built(Flight flight, Peer known, Outcome<Flight.Built> outcome) {
        if (isStale(flight)) {
            return;
        }
        switch (outcome) {
            case Outcome.Done<Flight.Built>(Flight.Built built) -> {
                flight.built(built.entries());
                heads.telling().told(peer, built.told(), now());
                PeerCall call = PeerCall.post(flight.isUrgent() ? URGENT_PARCELS : PARCELS, built.file());
                context.world().peers().ask(known.address(), call, answer -> {
                    if (!isStale(flight)) {
                        answered(answer, receipts -> open(flight, known, receipts.body()));
                        letUrgentPass(flight, answer);
                    }
                });
            }
            case Outcome.Failed<Flight.Built>(Exception cause) -> {
                LOG.error("a parcel to {} could not be built", peer, cause);
                failed(Failure.REFUSED, "a parcel to " + peer + " could not be built: " + cause.getMessage());
            }
        }
    }

    /** Ordinary parcels are not taken for a while; that says nothing of urgent ones. */
    private void letUrgentPass(Flight flight, Outcome<PeerAnswer> outcome) {
        if (!flight.isUrgent() && state instanceof LinkState.Waiting waiting && Precedence.sparesUrgent(outcome)) {
            precedence.ordinaryRefused(waiting.until());
            wakeForUrgent();
        }
    }

    private boolean isStale(Flight flight) {
        return flight.chain().id() != chainId;
    }

    private void open(Flight flight, Peer known, byte[] body) {
        context.world()
                .crew()
                .lift(() -> ReceiptsReader.open(body, context.realm(), context.me(), peer, known.policy()), outcome -> {
                    if (isStale(flight)) {
                        return;
                    }
                    switch (outcome) {
                        case Outcome.Done<OpenedAnswer>(OpenedAnswer opened) -> {
                            flight.answered(opened);
                            takeInOrder();
                        }
                        case Outcome.Failed<OpenedAnswer>(Exception cause) ->
                            failed(
                                    Failure.REFUSED,
                                    "the answer of " + peer + " does not verify: " + cause.getMessage());
                    }
                });
    }

    private void takeInOrder() {
        while (!flights.isEmpty() && flights.peek().answer().isPresent()) {
            Flight flight = flights.remove();
            try {
                take(flight, flight.answer().orElseThrow());
            } catch (ParcelRefused e) {
                failed(Failure.of(e), e.getMessage());
                return;
            } catch (PeerLog.Forked e) {
                context.forks().convict(peer, e.evidence());
                failed(Failure.CONTRADICTION, e.getMessage());
                return;
            } catch (LogException e) {
                failed(Failure.REFUSED, "the answer of " + peer + " is not consistent with its log: " + e.getMessage());
                return;
            }
        }
    }

    private void take(Flight flight, OpenedAnswer opened) throws PeerLog.Forked {
        opened.receipts().forEach(receipt -> flight.requireOwn(receipt.body(), context.origin()));
        TreeHead base = log.held(Strand.ANSWERS).head();
        if (opened.answer().baseSize() != base.size()) {
            throw ParcelRefused.of(
                    Problem.Type.HEAD_UNKNOWN,
                    "the answer's proof starts at size " + opened.answer().baseSize() + ", held is " + base.size());
        }
        log.advance(Strand.ANSWERS, opened.checkpoint(), opened.answer().consistency());
        heads.watch().heard(peer, opened.answer().foreignHeads());
        keeper.keep(peer, opened).whenComplete((receipts, failure) -> {
            if (failure != null) {
                forget(failure);
            }
        });
        flight.complaint(peer, opened)
                .ifPresentOrElse(
                        complaint -> failed(complaint.failure(), complaint.why()),
                        () -> happened(new LinkEvent.Receipted(mayGo(), loaded().urgent())));
    }

    /** After a commit that failed, memory may be ahead of the database: read it again, and send again what lacks its receipt. */
    private void forget(Throwable failure) {
        try (Snapshot snapshot = context.world().store().snapshot()) {
            log.reload(snapshot.sql(), Strand.ANSWERS);
        }
        failed(Failure.NOT_NOW, "receipts of " + peer + " could not be stored: " + failure.getMessage());
    }

    /** Turns an answer that is none into an event, and hands on one that is. */
    private void answered(Outcome<PeerAnswer> outcome, Consumer<PeerAnswer> good) {
        switch (outcome) {
            case Outcome.Failed<PeerAnswer>(Exception cause) ->
                failed(Failure.UNREACHABLE, peer + " is not reachable: " + cause.getMessage());
            case Outcome.Done<PeerAnswer>(PeerAnswer answer)
            when answer.status() == 200 -> {
                try {
                    good.accept(answer);
                } catch (ParcelRefused e) {
                    failed(Failure.of(e), "the answer of " + peer + " cannot be taken: " + e.getMessage());
                } catch (LogException e) {
                    failed(Failure.REFUSED, "the answer of " + peer + " cannot be taken: " + e.getMessage());
                }
            }
            case Outcome.Done<PeerAnswer>(PeerAnswer answer) -> {
                Problem.notesIn(answer).forEach(note -> context.own().shown(peer, note));
                failed(LinkEvent.Failed.by(answer));
            }
        }
    }
}
