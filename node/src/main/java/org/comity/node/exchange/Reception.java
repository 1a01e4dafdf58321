package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.comity.node.directory.Peer;
import org.comity.node.record.MemberId;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where peers' calls arrive: decides who is answered at all in the state this node and the peer's log are in, then by whom. Any thread
 * may call {@link #answer}; the rest belongs to the node's thread.
 */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final String ROOT = "/peer/v1/";
    private static final int FROZEN_RETRY_SECONDS = 3_600;

    private final ExchangeContext context;
    private final Standing standing;
    private final Greetings greetings;
    private final Function<MemberId, Inbox> inboxes;
    private final List<PeerResource> resources = new ArrayList<>();
    private boolean open;

    Reception(ExchangeContext context, Standing standing, Greetings greetings, Function<MemberId, Inbox> inboxes) {
        this.context = context;
        this.standing = standing;
        this.greetings = greetings;
        this.inboxes = inboxes;
    }

    void add(PeerResource resource) {
        resources.add(resource);
    }

    void open() {
        open = true;
    }

    void close() {
        open = false;
    }

    void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        context.world().schedule().soon(() -> {
            try {
                route(from, call, back);
            } catch (RuntimeException e) {
                LOG.error("the call {} {} of {} failed", call.method(), call.path(), from, e);
                back.accept(Problem.of(Problem.Type.BUSY, "the call could not be answered")
                        .toAnswer());
            }
        });
    }

    private void route(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        Optional<Peer> peer = context.directory().peer(from).filter(Peer::recognised);
        if (peer.isEmpty()) {
            back.accept(Problem.of(Problem.Type.NOT_RECOGNISED, from + " is not recognised by " + context.me())
                    .toAnswer());
        } else if (call.path().equals(Hello.PATH)) {
            // Needs neither a signature nor a live log, so that nodes that start together do not wait for each other.
            back.accept(greetings.answer(from, call));
        } else if (context.ledger().frozen().isPresent()) {
            back.accept(Problem.of(Problem.Type.STOPPED, "the log of this node is frozen")
                    .retryAfter(FROZEN_RETRY_SECONDS)
                    .toAnswer());
        } else if (context.forks().of(peer.get().origin()).isPresent()) {
            Fork fork = context.forks().of(peer.get().origin()).orElseThrow();
            back.accept(Problem.forked(fork.evidence()).toAnswer());
        } else if (!open || !standing.mayShow(from)) {
            // What answers here shows our log; whoever has not said in this run what it holds of it is asked first.
            greetings.greet(from);
            back.accept(Problem.of(Problem.Type.STARTING, "the node is starting")
                    .retryAfter(1)
                    .toAnswer());
        } else if (call.method().equals("POST") && call.path().equals(Courier.PARCELS)) {
            inboxes.apply(from).parcel(peer.get(), call.body(), false, back);
        } else if (call.method().equals("POST") && call.path().equals(Courier.URGENT_PARCELS)) {
            inboxes.apply(from).parcel(peer.get(), call.body(), true, back);
        } else {
            PeerResource resource = resources.stream()
                    .filter(candidate -> call.path().startsWith(candidate.prefix()))
                    .findFirst()
                    .orElse(null);
            if (resource == null) {
                back.accept(Problem.of(
                                Problem.Type.NOT_FOUND, "nothing under " + ROOT + " answers " + call.method() + " here")
                        .toAnswer());
            } else {
                resource.answer(from, call, back);
            }
        }
    }
}
