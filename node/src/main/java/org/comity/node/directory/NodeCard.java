package org.comity.node.directory;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.age.PostQuantumRecipient;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.access.OfficerKey;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.Pin;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.VerifierKey;

/**
 * What a member says of one of its nodes: where it answers, and by which keys it is known.
 *
 * @param realm the world, or one exercise
 * @param member whose node it is
 * @param node its name
 * @param origin name of its log, generation included
 * @param revision rises with every change, from 1
 * @param lowestVersion the lowest protocol version it speaks, from 1; never falls
 * @param addresses 1 to 8 https addresses, best first
 * @param logKeys exactly one key of type 0x01 and one of type 0x06, named like the origin: all demanded on every checkpoint
 * @param witnessKeys exactly one key of type 0x04 and one of type 0x06 under one other name
 * @param parcelRecipient to whom parcels for this node are sealed; changes monthly
 * @param vaultRecipient to whom evidence for this node is sealed, so that what it fetches is its vault copy as it is
 * @param pins one or two TLS keys: the current, then the next
 * @param dutyKey Ed25519 key that answers pings
 * @param officers keys of officers, at most 512, ids distinct
 * @param checkpoint a head of the log, under which all later ones are proven to lie
 * @param issuedMs when it was signed, in milliseconds since 1970; a claim
 */
public record NodeCard(
        Realm realm,
        MemberId member,
        NodeName node,
        String origin,
        long revision,
        int lowestVersion,
        List<URI> addresses,
        List<VerifierKey> logKeys,
        List<VerifierKey> witnessKeys,
        PostQuantumRecipient parcelRecipient,
        PostQuantumRecipient vaultRecipient,
        List<Pin> pins,
        Octets dutyKey,
        List<OfficerKey> officers,
        SignedCheckpoint checkpoint,
        long issuedMs) {

    static final String DOMAIN = "comity/node-card/v1";
    static final int MAX_ADDRESSES = 8;
    static final int MAX_OFFICERS = 512;

    private static final int MAX_VERSION = 1_000_000;

    public NodeCard {
        addresses = List.copyOf(addresses);
        logKeys = List.copyOf(logKeys);
        witnessKeys = List.copyOf(witnessKeys);
        pins = List.copyOf(pins);
        officers = List.copyOf(officers);
        var _ = node.generationOf(origin);
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is not 1 or more");
        }
        if (lowestVersion < 1 || lowestVersion > MAX_VERSION) {
            throw new IllegalArgumentException(
                    "lowest protocol version " + lowestVersion + " is not between 1 and " + MAX_VERSION);
        }
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException(addresses.size() + " addresses, legal are 1 to " + MAX_ADDRESSES);
        }
        if (pins.isEmpty() || pins.size() > 2 || Set.copyOf(pins).size() != pins.size()) {
            throw new IllegalArgumentException(pins.size() + " TLS pins, legal are one or two different ones");
        }
        if (dutyKey.length() != Ed25519Key.BYTES) {
            throw new IllegalArgumentException(
                    "duty key has " + dutyKey.length() + " bytes, legal is exactly " + Ed25519Key.BYTES);
        }
        requireOfficers(officers);
        if (issuedMs < 0) {
            throw new IllegalArgumentException("issued at " + issuedMs + " ms, legal is 0 or later");
        }
        NodeKeyRule.requireComplete(origin, logKeys, witnessKeys);
    }

    /** The keys that must all have signed a checkpoint of this node's log. */
    public CheckpointPolicy policy() {
        return new CheckpointPolicy(origin, logKeys);
    }

    /** Counts the logs of this node, from 1. */
    public int generation() {
        return node.generationOf(origin);
    }

    public PeerAddress address() {
        return new PeerAddress(member, addresses, Set.copyOf(pins));
    }

    public Optional<OfficerKey> officer(Hash keyId) {
        return officers.stream().filter(officer -> officer.id().equals(keyId)).findFirst();
    }

    private static void requireOfficers(List<OfficerKey> officers) {
        if (officers.size() > MAX_OFFICERS) {
            throw new IllegalArgumentException(officers.size() + " officers, legal are at most " + MAX_OFFICERS);
        }
        Set<Hash> ids = new HashSet<>();
        for (OfficerKey officer : officers) {
            if (!ids.add(officer.id())) {
                throw new IllegalArgumentException("officer key " + officer.id().hex() + " is listed twice");
            }
        }
    }
}
