package org.comity.node.casework;

import static org.comity.node.casework.PreservationEvent.ACCEPT;
import static org.comity.node.casework.PreservationEvent.ASK_EXTENSION;
import static org.comity.node.casework.PreservationEvent.COMPLETE;
import static org.comity.node.casework.PreservationEvent.EDIT;
import static org.comity.node.casework.PreservationEvent.EXPIRE;
import static org.comity.node.casework.PreservationEvent.EXTEND;
import static org.comity.node.casework.PreservationEvent.REFUSE;
import static org.comity.node.casework.PreservationEvent.SEE;
import static org.comity.node.casework.PreservationEvent.SEND;
import static org.comity.node.casework.PreservationEvent.SIGN;
import static org.comity.node.casework.PreservationEvent.SUPPLY_SIGNATURE;
import static org.comity.node.casework.PreservationEvent.WITHDRAW;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one state machine of preservation, as a pure table that both sides walk.
 *
 * <p>Two tables stand here. {@link #next} says what an officer or a peer may do. {@link #crossing} says what to make of a message
 * that was legal where it was written and comes too late, because the other side acted in the meantime: a withdrawal and an
 * acceptance may pass each other on the road. Without it the two sides would end in different states for good. The rule behind
 * the second table is that <em>withdrawal wins</em>, since nobody is served by preserving what nobody wants; an answer that meets
 * a withdrawn request is recorded and changes nothing.
 *
 * <p>Every pair that stands in neither table is refused: here with a sentence, from a peer as a malformed message.
 */
public final class PreservationTransitions {

    private static final Map<PreservationState, Map<PreservationEvent, PreservationState>> NEXT =
            new EnumMap<>(PreservationState.class);
    private static final Map<PreservationState, Map<PreservationEvent, PreservationState>> CROSSING =
            new EnumMap<>(PreservationState.class);

    static {
        next(PreservationState.DRAFT, EDIT, PreservationState.DRAFT);
        next(PreservationState.DRAFT, SIGN, PreservationState.AWAITING_SIGNATURE);
        next(PreservationState.DRAFT, WITHDRAW, PreservationState.WITHDRAWN);
        next(PreservationState.AWAITING_SIGNATURE, EDIT, PreservationState.DRAFT);
        next(PreservationState.AWAITING_SIGNATURE, SIGN, PreservationState.AWAITING_SIGNATURE);
        next(PreservationState.AWAITING_SIGNATURE, SEND, PreservationState.SENT);
        next(PreservationState.AWAITING_SIGNATURE, WITHDRAW, PreservationState.WITHDRAWN);
        next(PreservationState.UNSIGNED, SUPPLY_SIGNATURE, PreservationState.RECEIVED);
        next(PreservationState.UNSIGNED, WITHDRAW, PreservationState.WITHDRAWN);
        for (PreservationState unseen : new PreservationState[] {PreservationState.SENT, PreservationState.RECEIVED}) {
            next(unseen, SEE, PreservationState.SEEN);
            answers(unseen);
        }
        answers(PreservationState.SEEN);
        for (PreservationState keeping :
                new PreservationState[] {PreservationState.ACCEPTED, PreservationState.EXTENDED}) {
            next(keeping, SUPPLY_SIGNATURE, keeping);
            next(keeping, ASK_EXTENSION, keeping);
            next(keeping, EXTEND, PreservationState.EXTENDED);
            next(keeping, COMPLETE, PreservationState.COMPLETED);
            next(keeping, WITHDRAW, PreservationState.WITHDRAWN);
            next(keeping, EXPIRE, PreservationState.EXPIRED);
        }
        for (PreservationEvent late : new PreservationEvent[] {SEE, ACCEPT, REFUSE, EXTEND, COMPLETE}) {
            crossing(PreservationState.WITHDRAWN, late, PreservationState.WITHDRAWN);
        }
        for (PreservationState over : new PreservationState[] {
            PreservationState.REFUSED, PreservationState.COMPLETED, PreservationState.EXPIRED
        }) {
            crossing(over, WITHDRAW, PreservationState.WITHDRAWN);
            crossing(over, SUPPLY_SIGNATURE, over);
        }
        crossing(PreservationState.COMPLETED, ASK_EXTENSION, PreservationState.COMPLETED);
        crossing(PreservationState.EXPIRED, ASK_EXTENSION, PreservationState.EXPIRED);
        crossing(PreservationState.EXPIRED, EXTEND, PreservationState.EXTENDED);
        crossing(PreservationState.EXPIRED, COMPLETE, PreservationState.COMPLETED);
    }

    private PreservationTransitions() {}

    /** The state after an event; empty when the event is not legal in this state. */
    public static Optional<PreservationState> next(PreservationState state, PreservationEvent event) {
        return Optional.ofNullable(NEXT.getOrDefault(state, Map.of()).get(event));
    }

    /** The state after a peer's message that crossed what happened here; empty when no honest peer could have sent it. */
    public static Optional<PreservationState> crossing(PreservationState state, PreservationEvent event) {
        return Optional.ofNullable(CROSSING.getOrDefault(state, Map.of()).get(event));
    }

    private static void answers(PreservationState from) {
        next(from, ACCEPT, PreservationState.ACCEPTED);
        next(from, REFUSE, PreservationState.REFUSED);
        next(from, WITHDRAW, PreservationState.WITHDRAWN);
        next(from, SUPPLY_SIGNATURE, from);
    }

    private static void next(PreservationState from, PreservationEvent event, PreservationState to) {
        put(NEXT, from, event, to);
    }

    private static void crossing(PreservationState from, PreservationEvent event, PreservationState to) {
        put(CROSSING, from, event, to);
    }

    private static void put(
            Map<PreservationState, Map<PreservationEvent, PreservationState>> table,
            PreservationState from,
            PreservationEvent event,
            PreservationState to) {
        PreservationState before = table.computeIfAbsent(from, s -> new EnumMap<>(PreservationEvent.class))
                .put(event, to);
        if (before != null) {
            throw new IllegalStateException(from + " and " + event + " stand twice in the table");
        }
    }
}
