package org.comity.node;

import java.util.Set;
import org.comity.node.directory.Card;
import org.comity.node.directory.CardRefused;
import org.comity.node.directory.Directory;
import org.comity.node.directory.Peer;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.exchange.BodyRefused;
import org.comity.node.exchange.Received;
import org.comity.node.exchange.Receiver;
import org.comity.node.exchange.Sending;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;

/**
 * Tells peers of a new card of our own, and takes new cards of theirs. A card travels as a statement to everyone, so that it stands
 * once in the log of whom it describes.
 */
final class CardDesk implements Receiver {

    /** Body: the card's deterministic CBOR. */
    static final Kind CARD = new Kind("directory.card");

    private static final String MEDIA_TYPE = "application/cbor";

    private final Realm realm;
    private final Directory directory;
    private final Sending sending;

    CardDesk(Realm realm, Directory directory, Sending sending) {
        this.realm = realm;
        this.directory = directory;
        this.sending = sending;
    }

    /** Takes a card that our officers issued, and tells peers if there are any. */
    Logged issue(Turn turn, VerifiedCard card) throws Refused {
        Logged issued = directory.issue(turn, card);
        if (directory.peers().stream().anyMatch(Peer::recognised)) {
            sending.send(
                    turn,
                    Draft.of(
                            CARD,
                            Recipient.everyone(),
                            Lane.PUBLIC,
                            MEDIA_TYPE,
                            card.card().bytes()));
        }
        return issued;
    }

    @Override
    public Set<Kind> kinds() {
        return Set.of(CARD);
    }

    @Override
    public void received(Turn turn, Received message) throws BodyRefused {
        try {
            VerifiedCard card = Card.parse(message.act().body()).verify(realm, directory.addressRule());
            if (!card.member().equals(message.from())) {
                throw new BodyRefused("a card of " + card.member() + " in the log of " + message.from());
            }
            if (!isOvertaken(card)) {
                directory.update(turn, card);
            }
        } catch (CardRefused | Refused e) {
            throw new BodyRefused(String.valueOf(e.getMessage()));
        }
    }

    /** Whoever was recognised by a newer card still sends the statements that came before it. */
    private boolean isOvertaken(VerifiedCard card) {
        return directory
                .peer(card.member())
                .filter(held -> held.rootCard().identity().equals(card.root().identity()))
                .filter(held -> held.rootCard().revision() > card.root().revision())
                .isPresent();
    }
}
