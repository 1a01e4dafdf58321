package org.comity.node.world;

import org.comity.tlog.Hash;

/**
 * The SHA-256 of a subject public key info (RFC 7469, section 2.4): all that is believed of a peer's TLS certificate. Names,
 * issuers and dates in it are ignored.
 */
public record Pin(Hash spkiSha256) {

    @Override
    public String toString() {
        return spkiSha256.toString();
    }
}
