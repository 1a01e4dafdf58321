package org.comity.node.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.comity.node.exchange.LinkAction.Alarm;
import org.comity.node.exchange.LinkAction.AskHello;
import org.comity.node.exchange.LinkAction.DropChain;
import org.comity.node.exchange.LinkAction.SendParcel;
import org.comity.node.exchange.LinkAction.WakeAt;
import org.comity.node.exchange.LinkEvent.CardChanged;
import org.comity.node.exchange.LinkEvent.Failed;
import org.comity.node.exchange.LinkEvent.HelloAnswered;
import org.comity.node.exchange.LinkEvent.NothingToSend;
import org.comity.node.exchange.LinkEvent.Overtaken;
import org.comity.node.exchange.LinkEvent.Receipted;
import org.comity.node.exchange.LinkEvent.Wanted;
import org.comity.node.exchange.LinkEvent.Woken;
import org.comity.node.exchange.LinkState.Asking;
import org.comity.node.exchange.LinkState.Ready;
import org.comity.node.exchange.LinkState.Suspended;
import org.comity.node.exchange.LinkState.Unknown;
import org.comity.node.exchange.LinkState.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * When to ask, send, rest or give up on one peer: a pure function, so that every pair of state and event stands in a table test.
 *
 * <p><b>Filling parcels.</b> A parcel costs its two commits and its encryption whatever it holds, so a second one may only fly
 * beside the first when enough messages wait to make it worth while. The answer of the first is the clock; there is no timer, and a
 * single message to an idle peer leaves at once. What waits is shared out over the parcels that may fly, rather than put into one:
 * a single large parcel would keep one side idle while the other works on it.
 *
 * <p><b>Urgent messages</b> have parcels of their own, which leave at once: beside whatever flies, and beside a full window. Parcels
 * are taken in the order of their chain, so an urgent one may still wait for long ones before it; if it does, the chain is given up and
 * the next one begins with it.
 *
 * <p><b>Resting.</b> Doubling pauses from half a second to five minutes, each spread over half to all of its length so that nodes
 * that failed together do not return together. A peer that does not recognise us is tried every hour. After a contradiction, or a
 * second refusal of a rebuilt parcel, the link waits for a person.
 */
final class PeerLink {

    /** Parcels under way to one peer at the most. */
    static final int WINDOW = 4;

    /** Urgent parcels that may fly beside a full window. */
    static final int URGENT_BESIDE = 1;

    /** Waiting messages that make a further parcel worth its fixed cost while another is under way. */
    static final int WORTH_A_PARCEL = 192;

    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    static final Duration UNRECOGNISED_PAUSE = Duration.ofHours(1);

    /**
     * Failures since the last receipt.
     *
     * @param inARow of any kind; they lengthen the pause
     * @param alike of the newest kind, one after the other; they decide when to stop trying the same again
     */
    record Failures(int inARow, int alike, LinkEvent.@Nullable Failure last) {
        static final Failures NONE = new Failures(0, 0, null);

        Failures and(LinkEvent.Failure failure) {
            return new Failures(inARow + 1, failure == last ? alike + 1 : 1, failure);
        }
    }

    /** Where the link stands after an event, and what is to be done, in this order. */
    record Step(LinkState state, List<LinkAction> actions) {
        static Step to(LinkState state, LinkAction... actions) {
            return new Step(state, List.of(actions));
        }
    }

    private PeerLink() {}

    /**
     * The step after an event.
     *
     * @param before failures in a row before this event
     * @param jitter 0 (inclusive) to 1 (exclusive), to spread pauses
     */
    static Step step(LinkState state, LinkEvent event, Failures before, Instant now, double jitter) {
        return switch (event) {
            case Wanted wanted -> wanted(state, wanted.messages(), wanted.urgent(), before.inARow());
            case Overtaken _ ->
                state instanceof Ready
                        ? Step.to(new Asking(before.inARow()), new DropChain(), new AskHello())
                        : Step.to(state);
            case HelloAnswered _ -> state instanceof Asking ? send(new Ready(0), 1) : Step.to(state);
            case Receipted receipted ->
                state instanceof Ready ready ? landed(ready, receipted.waiting(), receipted.urgent()) : Step.to(state);
            case NothingToSend _ ->
                state instanceof Ready ready ? Step.to(new Ready(Math.max(0, ready.flying() - 1))) : Step.to(state);
            case Failed failed -> failed(state, failed, before.and(failed.failure()), now, jitter);
            case Woken _ -> state instanceof Waiting ? ask(before.inARow()) : Step.to(state);
            case CardChanged _ -> state instanceof Waiting || state instanceof Suspended ? ask(0) : Step.to(state);
        };
    }

    private static Step wanted(LinkState state, int messages, int urgent, int attempt) {
        return switch (state) {
            case Unknown _ -> ask(attempt);
            case Ready ready -> fill(ready, messages - urgent, urgent);
            case Asking _, Waiting _, Suspended _ -> Step.to(state);
        };
    }

    /** Urgent messages first, beside a full window if need be; then ordinary ones in the window that is left. */
    private static Step fill(Ready ready, int ordinary, int urgent) {
        int sends = urgent > 0 && ready.flying() < WINDOW + URGENT_BESIDE ? 1 : 0;
        int flying = ready.flying() + sends;
        if (ordinary > 0 && flying < WINDOW && (ready.flying() == 0 || ordinary >= WORTH_A_PARCEL)) {
            sends += parcels(ordinary, flying);
        }
        return sends == 0 ? Step.to(ready) : send(ready, sends);
    }

    private static Step landed(Ready ready, int waiting, int urgent) {
        Ready left = new Ready(Math.max(0, ready.flying() - 1));
        return waiting > 0 ? wanted(left, waiting, urgent, 0) : Step.to(left);
    }

    private static Step failed(LinkState state, Failed failed, Failures failures, Instant now, double jitter) {
        if (state instanceof Waiting || state instanceof Suspended || state instanceof Unknown) {
            return Step.to(state);
        }
        return switch (failed.failure()) {
            case OUT_OF_STEP ->
                failures.alike() == 1
                        ? Step.to(new Asking(failures.inARow()), new DropChain(), new AskHello())
                        : rest(failed, failures.inARow(), now, jitter, pause(failures.inARow()));
            case UNREACHABLE, NOT_NOW -> rest(failed, failures.inARow(), now, jitter, pause(failures.inARow()));
            case NOT_RECOGNISED -> rest(failed, failures.inARow(), now, jitter, UNRECOGNISED_PAUSE);
            case REFUSED ->
                failures.alike() == 1
                        ? Step.to(new Asking(failures.inARow()), new DropChain(), new AskHello())
                        : Step.to(new Suspended(failed.why()), new DropChain(), new Alarm(failed.why()));
            case CONTRADICTION -> Step.to(new Suspended(failed.why()), new DropChain(), new Alarm(failed.why()));
        };
    }

    private static Step rest(Failed failed, int failures, Instant now, double jitter, Duration pause) {
        Duration spread = Duration.ofMillis((long) (pause.toMillis() * (0.5 + jitter / 2)));
        Duration asked = failed.retryAfter().orElse(Duration.ZERO);
        Instant until = now.plus(asked.compareTo(spread) > 0 ? asked : spread);
        Waiting waiting = new Waiting(failures, until, failed.why());
        return failed.failure() == LinkEvent.Failure.NOT_RECOGNISED && failures == 1
                ? Step.to(waiting, new DropChain(), new WakeAt(until), new Alarm(failed.why()))
                : Step.to(waiting, new DropChain(), new WakeAt(until));
    }

    private static Duration pause(int failures) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static Step ask(int attempt) {
        return Step.to(new Asking(attempt), new AskHello());
    }

    private static Step send(Ready ready, int parcels) {
        return new Step(new Ready(ready.flying() + parcels), Collections.nCopies(parcels, new SendParcel()));
    }

    /** Into how many parcels waiting messages go at once, given how many parcels fly already: at least one. */
    private static int parcels(int messages, int flying) {
        return Math.max(1, Math.min(messages / WORTH_A_PARCEL, WINDOW - flying));
    }

    /**
     * How many of the waiting ordinary messages the next parcel takes, so that the parcels sent together are of one size.
     *
     * @param flying parcels under way before it
     */
    static int share(int messages, int flying) {
        return Math.ceilDiv(messages, parcels(messages, Math.min(flying, WINDOW - 1)));
    }
}
