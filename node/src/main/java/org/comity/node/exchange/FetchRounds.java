package org.comity.node.exchange;

import java.time.Duration;
import java.util.function.Consumer;
import org.comity.node.directory.Peer;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For a node that may not open a port: it fetches its parcels and hands its receipts in over its own calls ({@code POST
 * /peer/v1/carried/fetch}, {@code POST /peer/v1/carried/receipts}). What it sends goes the direct road as ever.
 *
 * <p>The other side of it answers here as well, for peers that fetch from this node.
 */
final class FetchRounds implements PeerResource {

    static final String PREFIX = "/peer/v1/carried/";
    static final String FETCH = PREFIX + "fetch";
    static final String RECEIPTS = PREFIX + "receipts";

    private static final Logger LOG = LoggerFactory.getLogger(FetchRounds.class);
    private static final String MEDIA_TYPE = "application/octet-stream";

    private final ExchangeContext context;
    private final Carriage carriage;
    private final Standing standing;
    private final Greetings greetings;
    private final Duration every;

    /** @param every how often to fetch; zero for a node that peers reach */
    FetchRounds(ExchangeContext context, Carriage carriage, Standing standing, Greetings greetings, Duration every) {
        this.context = context;
        this.carriage = carriage;
        this.standing = standing;
        this.greetings = greetings;
        this.every = every;
    }

    void start() {
        if (every.isPositive()) {
            round();
        }
    }

    private void round() {
        context.directory().peers().stream().filter(Peer::recognised).forEach(this::fetch);
        context.world().schedule().at(context.world().clock().instant().plus(every), this::round);
    }

    private void fetch(Peer peer) {
        if (!standing.mayShow(peer.member())) {
            greetings.greet(peer.member());
            return;
        }
        context.world().peers().ask(peer.address(), PeerCall.post(FETCH, new byte[0]), outcome -> {
            if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer)
                    && answer.status() == 200
                    && answer.body().length > 0) {
                carriage.take(answer.body()).whenComplete((taken, failure) -> {
                    if (failure != null) {
                        LOG.warn("a parcel fetched from {} was not taken: {}", peer.member(), failure.getMessage());
                    } else {
                        taken.receipts().ifPresent(file -> handIn(peer, file));
                    }
                });
            }
        });
    }

    private void handIn(Peer peer, byte[] receipts) {
        context.world().peers().ask(peer.address(), PeerCall.post(RECEIPTS, receipts), outcome -> {
            if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer) && answer.status() == 200) {
                // There may be more than one parcel held.
                fetch(peer);
            }
        });
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        if (call.method().equals("POST") && call.path().equals(FETCH)) {
            carriage.export(from)
                    .whenComplete((file, failure) -> back.accept(
                            failure == null
                                    ? PeerAnswer.of(200, MEDIA_TYPE, file.orElse(new byte[0]))
                                    : busy("nothing can be handed out now")));
        } else if (call.method().equals("POST") && call.path().equals(RECEIPTS)) {
            carriage.take(call.body()).whenComplete((taken, failure) -> back.accept(answer(taken, failure)));
        } else {
            back.accept(Problem.of(Problem.Type.NOT_FOUND, "asked for are " + FETCH + " and " + RECEIPTS)
                    .toAnswer());
        }
    }

    private static PeerAnswer answer(CarriedFile taken, Throwable failure) {
        if (failure == null) {
            return PeerAnswer.of(200, MEDIA_TYPE, taken.receipts().orElse(new byte[0]));
        }
        return failure instanceof ParcelRefused refused
                ? refused.problem().toAnswer()
                : busy("the receipts cannot be taken now");
    }

    private static PeerAnswer busy(String detail) {
        return Problem.of(Problem.Type.BUSY, detail).retryAfter(5).toAnswer();
    }
}
