package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.LogException;
import org.comity.tlog.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes say to each other before anything else, {@code POST /peer/v1/hello}: what each holds of the other's log. Whoever calls
 * says it in the call, whoever answers in the answer; both count alike.
 */
final class Greetings {

    private static final Logger LOG = LoggerFactory.getLogger(Greetings.class);

    /**
     * What a peer holds, checked against our log.
     *
     * @param holds the newest head of our present log that it holds; empty where it holds none
     * @param next sequences it expects next from our present log
     */
    record Holding(TreeHead holds, SortedMap<Lane, Long> next) {}

    /** Hears what peers say, once it was checked. */
    @FunctionalInterface
    interface Listener {
        void greeted(MemberId peer, Hello hello);
    }

    private final ExchangeContext context;
    private final Standing standing;
    private final Recovery recovery;
    private final Consumer<MemberId> ready;
    private final Function<MemberId, Hello> own;
    /** Peers that still know a closed log of ours. */
    private final Set<MemberId> behind = new HashSet<>();

    private final Set<MemberId> greeting = new HashSet<>();
    private final List<Listener> listeners = new ArrayList<>();

    /**
     * @param own what this node says to a peer
     * @param ready hears of a peer with which messages may pass again: it gave back what it had, or took our new card
     */
    Greetings(
            ExchangeContext context,
            Standing standing,
            Recovery recovery,
            Function<MemberId, Hello> own,
            Consumer<MemberId> ready) {
        this.context = context;
        this.standing = standing;
        this.recovery = recovery;
        this.ready = ready;
        this.own = own;
    }

    void onGreeted(Listener listener) {
        listeners.add(listener);
    }

    /** What this node says to a peer. */
    Hello own(MemberId peer) {
        return own.apply(peer);
    }

    /** The call that greets a peer. */
    PeerCall call(MemberId peer) {
        return PeerCall.post(Hello.PATH, own.apply(peer).encode());
    }

    /** Greets a peer of our own accord, for what follows from its answer; at most one such call to it is under way. */
    void greet(MemberId member) {
        context.directory()
                .peer(member)
                .filter(peer -> peer.recognised() && greeting.add(member))
                .ifPresent(peer -> context.world().peers().ask(peer.address(), call(member), outcome -> {
                    greeting.remove(member);
                    if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer) && answer.status() == 200) {
                        listen(member, answer.body());
                    }
                }));
    }

    /** Answers a greeting. */
    PeerAnswer answer(MemberId from, PeerCall call) {
        if (call.method().equals("POST")) {
            listen(from, call.body());
        }
        return PeerAnswer.of(200, Hello.MEDIA_TYPE, own.apply(from).encode());
    }

    private void listen(MemberId from, byte[] hello) {
        try {
            var _ = heard(from, Hello.decode(hello));
        } catch (ParcelRefused | LogException e) {
            LOG.info("what {} says of this log cannot be taken: {}", from, e.getMessage());
        }
    }

    /**
     * Checks what a peer says it holds.
     *
     * @throws ParcelRefused {@code STARTING} while it gives back what a restore lost; {@code LOG_FORKED} when our own signature stands under what we do not have; {@code NOT_RECOGNISED} when it
     *     speaks of a log of ours that is closed: its officers have not taken our new card yet; {@code IDENTITY_MISMATCH} in another realm
     * @throws LogException when it shows as ours what we did not sign
     */
    Holding heard(MemberId peer, Hello hello) {
        if (!hello.realm().equals(context.realm())) {
            throw ParcelRefused.of(
                    Problem.Type.IDENTITY_MISMATCH,
                    peer + " answers in realm " + hello.realm() + ", this node is in " + context.realm());
        }
        boolean present = hello.about().equals(context.origin());
        TreeHead holds = present ? context.own().verify(peer, hello.held()) : TreeHead.EMPTY;
        listeners.forEach(listener -> listener.greeted(peer, hello));
        standing.answered(peer);
        if (!recovery.isDone(peer)) {
            recovery.begin(peer, hello, () -> recovered(peer, present));
            throw ParcelRefused.of(Problem.Type.STARTING, peer + " gives back what was lost here");
        }
        standing.heard(peer);
        if (present && behind.remove(peer)) {
            ready.accept(peer);
        }
        if (!present) {
            behind.add(peer);
            throw ParcelRefused.of(
                    Problem.Type.NOT_RECOGNISED,
                    peer + " knows the log " + hello.about() + ", the present one is " + context.origin()
                            + ": its officers have to take our new card");
        }
        return new Holding(holds, hello.next());
    }

    private void recovered(MemberId peer, boolean knowsPresentLog) {
        standing.heard(peer);
        if (knowsPresentLog) {
            ready.accept(peer);
        }
    }
}
