package org.comity.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.comity.node.directory.Card;
import org.comity.node.directory.CardRefused;
import org.comity.node.directory.Directory;
import org.comity.node.directory.Learned;
import org.comity.node.directory.Peer;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.exchange.Alarms;
import org.comity.node.exchange.PeerResource;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.Source;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.World;

/**
 * Learns of new cards of recognised members where their logs cannot tell of them, {@code GET /peer/v1/card}.
 *
 * <p>A card usually travels as a statement in its member's log. After a restore that log is closed, and peers take nothing from the
 * next one before they know its keys. But a greeting says which revision the speaker issued last; when that is above the one that is
 * held, the card itself is asked for. What changes under the same identity and log is taken; another log is only offered to
 * officers, and another identity is neither: both are told as alarms. A member is asked once a minute at the most, so a peer that
 * counts its revisions up costs a call a minute.
 */
final class NewCards implements PeerResource {

    static final String PATH = "/peer/v1/card";

    private static final String MEDIA_TYPE = "application/cbor";
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    /** Calls for one revision without an answer; the next greeting leads here again. */
    private static final int TRIES = 10;

    private final World world;
    private final Ledger ledger;
    private final Directory directory;
    private final Alarms alarms;
    private final Map<MemberId, Instant> asked = new HashMap<>();
    private final Set<MemberId> waiting = new HashSet<>();

    NewCards(World world, Ledger ledger, Directory directory, Alarms alarms) {
        this.world = world;
        this.ledger = ledger;
        this.directory = directory;
        this.alarms = alarms;
    }

    /** A member said which revision of its card it issued last. */
    void greeted(MemberId member, long revision) {
        fetch(member, revision, TRIES);
    }

    private void fetch(MemberId member, long revision, int tries) {
        if (tries == 0 || ledger.frozen().isPresent() || !isNews(member, revision) || !waiting.add(member)) {
            return;
        }
        Instant now = world.clock().instant();
        Instant due = Optional.ofNullable(asked.get(member))
                .map(last -> last.plus(BETWEEN))
                .orElse(now);
        if (due.isAfter(now)) {
            var _ = world.schedule().at(due, () -> ask(member, revision, tries));
        } else {
            ask(member, revision, tries);
        }
    }

    private boolean isNews(MemberId member, long revision) {
        long held = directory
                .peer(member)
                .filter(Peer::recognised)
                .map(peer -> peer.rootCard().revision())
                .orElse(Long.MAX_VALUE);
        long offered = directory
                .offered(member)
                .map(offer -> offer.card().root().revision())
                .orElse(0L);
        return revision > held && revision > offered;
    }

    private void ask(MemberId member, long revision, int tries) {
        waiting.remove(member);
        directory.peer(member).filter(Peer::recognised).ifPresent(peer -> {
            asked.put(member, world.clock().instant());
            world.peers().ask(peer.address(), PeerCall.get(PATH), outcome -> {
                if (outcome instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer) && answer.status() == 200) {
                    came(member, answer.body());
                } else {
                    // A node that was just restored first takes back what it lost, and answers then.
                    fetch(member, revision, tries - 1);
                }
            });
        });
    }

    private void came(MemberId member, byte[] bytes) {
        try {
            VerifiedCard card = Card.parse(bytes).verify(ledger.identity().realm(), directory.addressRule());
            if (card.member().equals(member)) {
                learn(card);
            } else {
                alarms.raise(member, member + " gives a card of " + card.member() + " for its own");
            }
        } catch (CardRefused e) {
            alarms.raise(member, "the new card of " + member + " is not taken: " + e.getMessage());
        }
    }

    private void learn(VerifiedCard card) {
        MemberId member = card.member();
        ledger.submit(Source.NODE, turn -> directory.learn(turn, card)).whenComplete((learned, failure) -> {
            if (failure != null) {
                alarms.raise(member, "the new card of " + member + " is not taken: " + failure.getMessage());
            } else if (learned == Learned.OFFERED) {
                alarms.raise(
                        member,
                        member + " has a new card with another log, "
                                + card.node().origin()
                                + ": telephone it, then two officers confirm the card or leave it");
            }
        });
    }

    @Override
    public String prefix() {
        return PATH;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        back.accept(directory
                .own()
                .filter(_ -> call.method().equals("GET") && call.path().equals(PATH))
                .map(own -> PeerAnswer.of(200, MEDIA_TYPE, own.card().bytes()))
                .orElseGet(() -> PeerAnswer.of(404, MEDIA_TYPE, new byte[0])));
    }
}
