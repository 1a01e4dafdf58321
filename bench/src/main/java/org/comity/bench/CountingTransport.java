package org.comity.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerTransport;

/** Counts the parcels that leave and the bytes of both directions. */
final class CountingTransport implements PeerTransport {

    private static final String PARCELS = "/peer/v1/parcels";

    private final PeerTransport transport;
    private final AtomicLong parcels = new AtomicLong();
    private final AtomicLong parcelBytes = new AtomicLong();
    private final AtomicLong answerBytes = new AtomicLong();

    CountingTransport(PeerTransport transport) {
        this.transport = transport;
    }

    long parcels() {
        return parcels.get();
    }

    long parcelBytes() {
        return parcelBytes.get();
    }

    long answerBytes() {
        return answerBytes.get();
    }

    @Override
    public void ask(PeerAddress to, PeerCall call, Consumer<Outcome<PeerAnswer>> back) {
        if (!call.path().equals(PARCELS)) {
            transport.ask(to, call, back);
            return;
        }
        parcels.incrementAndGet();
        parcelBytes.addAndGet(call.body().length);
        transport.ask(to, call, outcome -> {
            if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer)) {
                answerBytes.addAndGet(answer.body().length);
            }
            back.accept(outcome);
        });
    }
}
