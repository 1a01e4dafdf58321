package org.comity.node.directory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.comity.node.access.Octets;
import org.comity.tlog.VerifierKey;

/**
 * Which keys a node must show. Each log and each witness has one Ed25519 key and one ML-DSA-44 key, so that nobody can leave the
 * post-quantum signature out; a witness key is never a log key, because a cosignature does not say under which name it was given.
 */
final class NodeKeyRule {

    private static final int LOG_ED25519 = 0x01;
    private static final int COSIGNATURE_ED25519 = 0x04;
    private static final int ML_DSA_44 = 0x06;

    private NodeKeyRule() {}

    static void requireComplete(String origin, List<VerifierKey> logKeys, List<VerifierKey> witnessKeys) {
        requirePair(logKeys, LOG_ED25519, "log");
        requirePair(witnessKeys, COSIGNATURE_ED25519, "witness");
        for (VerifierKey key : logKeys) {
            if (!key.name().equals(origin)) {
                throw incomplete("a log key is named " + key.name() + ", must be named like the origin " + origin);
            }
        }
        String witness = witnessKeys.getFirst().name();
        if (!witness.equals(witnessKeys.getLast().name()) || witness.equals(origin)) {
            throw incomplete("both witness keys must have one name that is not the origin");
        }
        Set<Octets> keys = new HashSet<>();
        logKeys.forEach(key -> keys.add(Octets.of(key.publicKey())));
        witnessKeys.forEach(key -> keys.add(Octets.of(key.publicKey())));
        if (keys.size() != logKeys.size() + witnessKeys.size()) {
            throw incomplete("a witness key is also a log key");
        }
    }

    private static void requirePair(List<VerifierKey> keys, int first, String what) {
        if (keys.size() != 2
                || keys.getFirst().type() != first
                || keys.getLast().type() != ML_DSA_44) {
            throw incomplete("the " + what + " keys have the types "
                    + keys.stream().map(VerifierKey::type).toList() + ", legal is exactly [" + first + ", " + ML_DSA_44
                    + "]");
        }
    }

    private static CardRefused incomplete(String why) {
        return new CardRefused(CardRefused.Code.KEYS_INCOMPLETE, why);
    }
}
