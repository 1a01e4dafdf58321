package org.comity.node;

import java.util.Set;
import org.comity.node.access.Ed25519Key;
import org.comity.node.directory.Pings;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Receiver;
import org.comity.node.exchange.Sending;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Kind;

/** Answers pings with the duty key, and takes the answers to ours. */
final class DutyDesk implements Receiver {

    private final Pings pings;
    private final Sending sending;
    private final Ed25519Key dutyKey;

    DutyDesk(Pings pings, Sending sending, Ed25519Key dutyKey) {
        this.pings = pings;
        this.sending = sending;
        this.dutyKey = dutyKey;
    }

    @Override
    public Set<Kind> kinds() {
        return Set.of(Pings.REQUEST, Pings.EXERCISE, Pings.ANSWER);
    }

    @Override
    public void received(Turn turn, Received message) throws BodyRefused {
        try {
            if (message.act().kind().equals(Pings.ANSWER)) {
                pings.answered(turn, message.from(), message.act().body());
            } else {
                sending.send(
                        turn,
                        pings.answer(
                                turn,
                                message.from(),
                                message.act().kind(),
                                message.act().body(),
                                dutyKey));
            }
        } catch (Refused e) {
            throw new BodyRefused(e.getMessage());
        }
    }
}
