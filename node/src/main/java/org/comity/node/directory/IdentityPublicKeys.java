package org.comity.node.directory;

import java.nio.charset.StandardCharsets;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.tlog.Hash;

/**
 * The public half of a member's identity: what its officers read out over the telephone, and what every card is signed under.
 *
 * @param ed25519 32 bytes (RFC 8032)
 * @param mlDsa44 1,312 bytes (FIPS 204); both signatures are always demanded, so that neither a break of elliptic curves nor a
 *     flaw of the young scheme suffices alone
 */
public record IdentityPublicKeys(Octets ed25519, Octets mlDsa44) {

    private static final byte[] DOMAIN = "comity/identity/v1\n".getBytes(StandardCharsets.US_ASCII);

    public IdentityPublicKeys {
        requireLength(ed25519, Ed25519Key.BYTES, "identity Ed25519 key");
        requireLength(mlDsa44, MlDsaKey.PUBLIC_BYTES, "identity ML-DSA-44 key");
    }

    /** Names the identity in records and rolls: SHA-256 over both keys behind a domain of its own. */
    public Hash digest() {
        return Hash.sha256(DOMAIN, ed25519.bytes(), mlDsa44.bytes());
    }

    private static void requireLength(Octets key, int length, String what) {
        if (key.length() != length) {
            throw new IllegalArgumentException(what + " has " + key.length() + " bytes, legal is exactly " + length);
        }
    }
}
