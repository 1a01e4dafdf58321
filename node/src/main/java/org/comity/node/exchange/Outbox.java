package org.comity.node.exchange;

import org.comity.node.directory.Directory;
import org.comity.node.directory.Peer;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;

/**
 * First step of a message's road: it is logged and queued in the commit that decided it, so that there is no message without its
 * leaf, and no leaf of a message that is never offered.
 */
final class Outbox implements Sending {

    /** Takes a queued message once it is durable. */
    interface Queued {
        void message(MemberId peer, OutboxTables.Waiting message);

        void statement(OutboxTables.Waiting statement);
    }

    private final Directory directory;
    private final Queued queued;

    Outbox(Directory directory, Queued queued) {
        this.directory = directory;
        this.queued = queued;
    }

    @Override
    public Logged send(Turn turn, Draft draft) throws Refused {
        return switch (draft.recipient()) {
            case Recipient.One(MemberId member) -> toOne(turn, draft, member);
            case Recipient.Everyone _ -> toEveryone(turn, draft);
            case Recipient.Nobody _ ->
                throw new IllegalArgumentException(
                        "a draft of kind " + draft.kind() + " without a recipient is no message");
        };
    }

    private Logged toOne(Turn turn, Draft draft, MemberId member) throws Refused {
        Peer peer = directory
                .peer(member)
                .filter(Peer::recognised)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_ALLOWED,
                        member + " is not a member that this node recognises",
                        "admit its card first: comity member admit CARD"));
        if (draft.lane() != Lane.URGENT && draft.lane() != Lane.ORDINARY) {
            throw new IllegalArgumentException("a message to " + member + " in lane " + draft.lane());
        }
        Logged logged = turn.append(draft);
        OutboxTables.Waiting waiting = waiting(logged);
        OutboxTables.insert(turn.sql(), peer.member(), waiting, logged.act().timeMs());
        turn.afterCommit(() -> queued.message(member, waiting));
        return logged;
    }

    private Logged toEveryone(Turn turn, Draft draft) {
        if (draft.lane() != Lane.PUBLIC) {
            throw new IllegalArgumentException("a statement to everyone in lane " + draft.lane());
        }
        Logged logged = turn.append(draft);
        OutboxTables.Waiting waiting = waiting(logged);
        OutboxTables.insertPublic(turn.sql(), waiting);
        turn.afterCommit(() -> queued.statement(waiting));
        return logged;
    }

    private static OutboxTables.Waiting waiting(Logged logged) {
        return new OutboxTables.Waiting(
                logged.act().lane(),
                logged.act().sequence(),
                logged.index(),
                logged.opening().record().length);
    }
}
