package org.comity.node.bundle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.node.access.OfficerKey;
import org.comity.node.directory.NodeCard;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;
import org.comity.tlog.VerifierKey;

/**
 * The keys that the cards of a file bring: logs, officers, witnesses. They prove nothing about whose they are; that is the matter of
 * {@link Anchoring}.
 */
final class Keyring {

    /** Whose log it is, by the newest card that names it. */
    record LogOwner(VerifiedCard card, NodeCard node) {

        MemberId member() {
            return card.member();
        }
    }

    /** A witness that a card names. */
    record WitnessOwner(MemberId member, List<VerifierKey> keys) {}

    private final Map<String, LogOwner> logs = new LinkedHashMap<>();
    private final Map<String, WitnessOwner> witnesses = new LinkedHashMap<>();
    private final Map<MemberId, Map<Hash, OfficerKey>> officers = new HashMap<>();
    private final Map<MemberId, VerifiedCard> newest = new LinkedHashMap<>();

    private Keyring() {}

    /**
     * @param cards the newest of each member before its earlier ones
     * @throws BundleRefused if two cards name one log or witness with different keys
     */
    static Keyring of(Collection<VerifiedCard> cards) {
        Keyring ring = new Keyring();
        for (VerifiedCard card : cards) {
            ring.newest.putIfAbsent(card.member(), card);
            card.nodes().forEach(node -> ring.add(card, node));
        }
        return ring;
    }

    private void add(VerifiedCard card, NodeCard node) {
        LogOwner log = logs.putIfAbsent(node.origin(), new LogOwner(card, node));
        if (log != null
                && !(log.node().logKeys().equals(node.logKeys()) && log.member().equals(card.member()))) {
            throw new BundleRefused(
                    BundleLayout.CARDS + card.member() + ".card",
                    "names the log " + node.origin() + " with other keys than another card");
        }
        WitnessOwner witness = new WitnessOwner(card.member(), node.witnessKeys());
        WitnessOwner known = witnesses.putIfAbsent(node.witnessKeys().getFirst().name(), witness);
        if (known != null && !known.equals(witness)) {
            throw new BundleRefused(
                    BundleLayout.CARDS + card.member() + ".card",
                    "names the witness " + node.witnessKeys().getFirst().name() + " with other keys than another card");
        }
        Map<Hash, OfficerKey> ofMember = officers.computeIfAbsent(card.member(), member -> new HashMap<>());
        // The newest card is added first: what it says of a key, for example that it ended, holds.
        node.officers().forEach(key -> ofMember.putIfAbsent(key.id(), key));
    }

    Optional<LogOwner> log(String origin) {
        return Optional.ofNullable(logs.get(origin));
    }

    Collection<LogOwner> logs() {
        return Collections.unmodifiableCollection(logs.values());
    }

    Map<String, WitnessOwner> witnesses() {
        return Collections.unmodifiableMap(witnesses);
    }

    /** The newest card of each member. */
    List<VerifiedCard> members() {
        return new ArrayList<>(newest.values());
    }

    Optional<VerifiedCard> card(MemberId member) {
        return Optional.ofNullable(newest.get(member));
    }

    /** An officer's key on any card of the member. */
    Optional<OfficerKey> officer(MemberId member, Hash keyId) {
        return Optional.ofNullable(officers.getOrDefault(member, Map.of()).get(keyId));
    }
}
