package org.comity.node.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comity.node.directory.Peer;
import org.comity.node.exchange.InboxTables.Strand;
import org.comity.node.exchange.LinkEvent.Failure;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.exchange.ReceiptsReader.OpenedAnswer;
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

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final ExchangeContext context;
    private final MemberId peer;
    private final PeerLog log;
    private final ReceiptKeeper keeper;
    private final Deque<Flight> flights = new ArrayDeque<>();
    private Optional<Waitings> waitings = Optional.empty();
    private LinkState state = new LinkState.Unknown();
    private PeerLink.Failures failures = PeerLink.Failures.NONE;
    private long chainId = -1;
    private long nextNumber;
    private TreeHead peerHolds = TreeHead.EMPTY;
    private long answersStart;

    Courier(ExchangeContext context, MemberId peer, PeerLog log, ReceiptKeeper keeper) {
        this.context = context;
        this.peer = peer;
        this.log = log;
        this.keeper = keeper;
    }

    LinkState state() {
        return state;
    }

    /** A message for this peer, or a statement to everyone, is durable. */
    void queued(Waiting message) {
        waitings.ifPresent(known -> known.add(message));
    }

    /** A newly signed head covers what was queued. */
    void released() {
        int waiting = loaded().count();
        if (waiting > 0) {
            happened(new LinkEvent.Wanted(waiting));
        }
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
        double jitter = context.world().entropy().below(1_000) / 1_000.0;
        PeerLink.Step step =
                PeerLink.step(state, event, failures, context.world().clock().instant(), jitter);
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
                case LinkAction.WakeAt wake ->
                    context.world().schedule().at(wake.due(), () -> happened(new LinkEvent.Woken()));
                case LinkAction.Alarm alarm -> context.alarms().raise(peer, alarm.why());
            }
        }
    }

    private void failed(Failure failure, String why) {
        failed(failure, why, Optional.empty());
    }

    private void failed(Failure failure, String why, Optional<Duration> retryAfter) {
        LOG.debug("link {} to {}: {} ({})", context.me(), peer, why, failure);
        happened(new LinkEvent.Failed(failure, why, retryAfter));
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
        context.world().peers().ask(known.get().address(), PeerCall.get(Hello.PATH), outcome -> {
            if (state instanceof LinkState.Asking) {
                answered(outcome, answer -> greeted(Hello.decode(answer.body())));
            }
        });
    }

    /** The peer's own words, and our own signature in them, say where the next chain starts. */
    private void greeted(Hello hello) {
        if (!hello.realm().equals(context.realm())) {
            failed(
                    Failure.CONTRADICTION,
                    peer + " answers in realm " + hello.realm() + ", this node is in " + context.realm());
            return;
        }
        peerHolds = OwnHead.verify(context, hello.held());
        keeper.offerAgain(peer, hello.next()).whenComplete((lanes, failure) -> {
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
            messages = waiting.take(
                    snapshot.sql(),
                    peer,
                    released.get().checkpoint().head().size(),
                    PeerLink.share(waiting.count(), flights.size()));
        }
        if (messages.isEmpty()) {
            happened(new LinkEvent.NothingToSend());
            return;
        }
        Chain chain = new Chain(chainId, nextNumber++, answersStart);
        Flight flight = new Flight(chain, peerHolds, released.get(), messages);
        peerHolds = released.get().checkpoint().head();
        flights.add(flight);
        context.world()
                .crew()
                .lift(
                        () -> ParcelBuilder.build(context, flight, known.get()),
                        outcome -> built(flight, known.get(), outcome));
    }

    private void built(Flight flight, Peer known, Outcome<Flight.Built> outcome) {
        if (isStale(flight)) {
            return;
        }
        switch (outcome) {
            case Outcome.Done<Flight.Built>(Flight.Built built) -> {
                flight.built(built.entries());
                context.world().peers().ask(known.address(), PeerCall.post(PARCELS, built.file()), answer -> {
                    if (!isStale(flight)) {
                        answered(answer, receipts -> open(flight, known, receipts.body()));
                    }
                });
            }
            case Outcome.Failed<Flight.Built>(Exception cause) -> {
                LOG.error("a parcel to {} could not be built", peer, cause);
                failed(Failure.REFUSED, "a parcel to " + peer + " could not be built: " + cause.getMessage());
            }
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
                failed(failureOf(e), e.getMessage());
                return;
            } catch (PeerLog.Forked e) {
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
        keeper.keep(peer, opened).whenComplete((receipts, failure) -> {
            if (failure != null) {
                forget(failure);
            }
        });
        Optional<Answer.Stopped> stopped = opened.answer().stopped();
        if (stopped.isPresent()) {
            Problem.Type problem = stopped.get().problem();
            failed(
                    problem == Problem.Type.SEQUENCE_CONFLICT ? Failure.CONTRADICTION : Failure.OUT_OF_STEP,
                    peer + " stopped at lane " + stopped.get().lane().number() + ", sequence "
                            + stopped.get().sequence() + ": " + problem.slug());
        } else if (opened.receipts().size() < flight.messages().size()) {
            failed(
                    Failure.REFUSED,
                    peer + " answered " + flight.messages().size() + " messages with "
                            + opened.receipts().size() + " receipts and gave no reason");
        } else {
            happened(new LinkEvent.Receipted(loaded().count()));
        }
    }

    /** After a commit that failed, memory may be ahead of the database: read it again, and send again what lacks its receipt. */
    private void forget(Throwable failure) {
        try (Snapshot snapshot = context.world().store().snapshot()) {
            log.reload(snapshot.sql(), Strand.ANSWERS);
        }
        failed(Failure.NOT_NOW, "receipts of " + peer + " could not be stored: " + failure.getMessage());
    }

    /** A contradiction needs a person; anything else is asked for once more. */
    private static Failure failureOf(ParcelRefused refused) {
        return switch (refused.problem().type()) {
            case SEQUENCE_CONFLICT, LOG_FORKED -> Failure.CONTRADICTION;
            case HEAD_UNKNOWN -> Failure.OUT_OF_STEP;
            default -> Failure.REFUSED;
        };
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
                    failed(failureOf(e), "the answer of " + peer + " cannot be taken: " + e.getMessage());
                } catch (LogException e) {
                    failed(Failure.REFUSED, "the answer of " + peer + " cannot be taken: " + e.getMessage());
                }
            }
            case Outcome.Done<PeerAnswer>(PeerAnswer answer) -> {
                Optional<Duration> retry = answer.retryAfterSeconds().isPresent()
                        ? Optional.of(Duration.ofSeconds(
                                Math.min(answer.retryAfterSeconds().getAsLong(), LONGEST_RETRY_AFTER.toSeconds())))
                        : Optional.empty();
                failed(failureOf(answer), Problem.describe(answer), retry);
            }
        }
    }

    private static Failure failureOf(PeerAnswer answer) {
        return Problem.slugOf(answer)
                .map(problem -> switch (problem) {
                    case NOT_RECOGNISED -> Failure.NOT_RECOGNISED;
                    case IDENTITY_MISMATCH, SEQUENCE_CONFLICT, LOG_FORKED -> Failure.CONTRADICTION;
                    case HEAD_UNKNOWN, HEAD_NEWER, SEQUENCE_GAP -> Failure.OUT_OF_STEP;
                    case BUSY, QUOTA, STARTING, STORAGE_LOW, STOPPED -> Failure.NOT_NOW;
                    case PARCEL_UNREADABLE, TOO_LARGE, PROOF_WRONG, VERSION, NOT_FOUND -> Failure.REFUSED;
                })
                .orElse(answer.status() == 429 || answer.status() == 503 ? Failure.NOT_NOW : Failure.UNREACHABLE);
    }
}
