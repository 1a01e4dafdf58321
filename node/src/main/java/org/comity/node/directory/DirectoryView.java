package org.comity.node.directory;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.record.MemberId;
import org.comity.node.world.Pin;

/** The peers at one moment; immutable, so that any thread may look while the next one is made. */
final class DirectoryView {

    private final SortedMap<MemberId, Peer> byMember;
    private final Map<Pin, Peer> byPin;
    private final Optional<VerifiedCard> own;
    private final Map<MemberId, Offer> offers;

    private DirectoryView(SortedMap<MemberId, Peer> byMember, Optional<VerifiedCard> own, Map<MemberId, Offer> offers) {
        this.byMember = Collections.unmodifiableSortedMap(byMember);
        this.offers = Map.copyOf(offers);
        this.own = own;
        this.byPin = new HashMap<>();
        for (Peer peer : byMember.values()) {
            if (peer.recognised()) {
                peer.nodeCard().pins().forEach(pin -> byPin.put(pin, peer));
            }
        }
    }

    static DirectoryView of(Collection<Peer> peers, Optional<VerifiedCard> own, Collection<Offer> offered) {
        Map<MemberId, Offer> offers = new HashMap<>();
        offered.forEach(offer -> offers.put(offer.member(), offer));
        SortedMap<MemberId, Peer> byMember = new TreeMap<>();
        peers.forEach(peer -> byMember.put(peer.member(), peer));
        return new DirectoryView(byMember, own, offers);
    }

    /** With another entry; what was offered to its officers before is settled by it. */
    DirectoryView with(Peer peer) {
        SortedMap<MemberId, Peer> changed = new TreeMap<>(byMember);
        changed.put(peer.member(), peer);
        Map<MemberId, Offer> open = new HashMap<>(offers);
        open.remove(peer.member());
        return new DirectoryView(changed, own, open);
    }

    DirectoryView withOwn(VerifiedCard card) {
        return new DirectoryView(byMember, Optional.of(card), offers);
    }

    DirectoryView withOffer(Offer offer) {
        Map<MemberId, Offer> more = new HashMap<>(offers);
        more.put(offer.member(), offer);
        return new DirectoryView(byMember, own, more);
    }

    Optional<Offer> offered(MemberId member) {
        return Optional.ofNullable(offers.get(member));
    }

    Optional<Peer> peer(MemberId member) {
        return Optional.ofNullable(byMember.get(member));
    }

    Optional<Peer> byPin(Pin pin) {
        return Optional.ofNullable(byPin.get(pin));
    }

    Collection<Peer> peers() {
        return byMember.values();
    }

    Optional<VerifiedCard> own() {
        return own;
    }
}
