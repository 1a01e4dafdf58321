package org.comity.node.access;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.comity.node.record.Algorithm;
import org.comity.tlog.Hash;

/**
 * The public key of an officer as a card shows it to other states: a pseudonym with capacities, never a name.
 *
 * @param id names the key in approvals: SHA-256 over a domain, the algorithm and the key
 * @param algorithm {@link Algorithm#ED25519}; others are refused until they can be verified
 * @param publicKey 32 bytes
 * @param roles capacities in which the key may sign, at least one
 * @param validFromMs first millisecond since 1970 at which it may sign
 * @param validUntilMs first millisecond at which it no longer may, above {@code validFromMs}
 */
public record OfficerKey(
        Hash id, Algorithm algorithm, Octets publicKey, Set<Role> roles, long validFromMs, long validUntilMs) {

    private static final byte[] DOMAIN = "comity/officer-key/v1\n".getBytes(StandardCharsets.US_ASCII);

    public OfficerKey {
        if (algorithm != Algorithm.ED25519) {
            throw new IllegalArgumentException("officer key algorithm " + algorithm + " is not ED25519");
        }
        if (publicKey.length() != Ed25519Key.BYTES) {
            throw new IllegalArgumentException(
                    "officer key has " + publicKey.length() + " bytes, legal is exactly " + Ed25519Key.BYTES);
        }
        if (!id.equals(idOf(algorithm, publicKey))) {
            throw new IllegalArgumentException("officer key id " + id.hex() + " is not that of its key");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("officer key " + id.hex() + " has no role; legal is at least one");
        }
        if (validFromMs < 0 || validUntilMs <= validFromMs) {
            throw new IllegalArgumentException("officer key is valid from " + validFromMs + " until " + validUntilMs
                    + " ms; legal is from 0 up, and until above from");
        }
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }

    /** A key with the id that belongs to it. */
    public static OfficerKey of(
            Algorithm algorithm, Octets publicKey, Set<Role> roles, long validFromMs, long validUntilMs) {
        return new OfficerKey(idOf(algorithm, publicKey), algorithm, publicKey, roles, validFromMs, validUntilMs);
    }

    /** The id that approvals name a key by. */
    public static Hash idOf(Algorithm algorithm, Octets publicKey) {
        return Hash.sha256(DOMAIN, new byte[] {(byte) algorithm.number()}, publicKey.bytes());
    }

    /** Whether the key may sign at this time, in milliseconds since 1970. */
    public boolean isValidAt(long ms) {
        return validFromMs <= ms && ms < validUntilMs;
    }
}
