package org.comity.node.directory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.access.SignatureRefused;
import org.comity.tlog.Hash;

/**
 * One signature under a part of a card, named by the place of its key.
 *
 * @param label for example {@code identity/ml-dsa-44}
 * @param value signature bytes
 */
record CardSignature(String label, Octets value) {

    static final String IDENTITY_ED25519 = "identity/ed25519";
    static final String IDENTITY_ML_DSA_44 = "identity/ml-dsa-44";
    static final String LOG_ED25519 = "log/ed25519";
    static final String LOG_ML_DSA_44 = "log/ml-dsa-44";

    /** A key that must have signed. Labels that end alike have keys of one scheme. */
    record Demanded(String label, Octets key) {

        void verify(byte[] message, Octets signature) {
            if (label.endsWith("/ed25519")) {
                Ed25519Key.verify(key, message, signature.bytes());
            } else {
                MlDsaKey.verify(key, message, signature.bytes());
            }
        }
    }

    /** What every signature of a part covers: its domain, then the digest of its body. Signers with little memory need no more. */
    static byte[] message(String domain, byte[] body) {
        byte[] prefix = (domain + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] digest = Hash.sha256(body).bytes();
        byte[] message = new byte[prefix.length + digest.length];
        System.arraycopy(prefix, 0, message, 0, prefix.length);
        System.arraycopy(digest, 0, message, prefix.length, digest.length);
        return message;
    }

    /** Every demanded key has signed, in this order, and nobody else. */
    static void verifyAll(String domain, byte[] body, List<CardSignature> signatures, List<Demanded> demanded) {
        byte[] message = message(domain, body);
        for (int i = 0; i < demanded.size(); i++) {
            Demanded key = demanded.get(i);
            if (i >= signatures.size() || !signatures.get(i).label().equals(key.label())) {
                throw new CardRefused(
                        CardRefused.Code.SIGNATURE_MISSING,
                        "the card lacks the signature " + key.label() + "; every card carries all of them");
            }
            try {
                key.verify(message, signatures.get(i).value());
            } catch (SignatureRefused e) {
                throw new CardRefused(
                        CardRefused.Code.SIGNATURE_WRONG, "the signature " + key.label() + " does not hold", e);
            }
        }
        if (signatures.size() > demanded.size()) {
            throw new CardRefused(
                    CardRefused.Code.MALFORMED,
                    "the card carries " + signatures.size() + " signatures on a part that has " + demanded.size());
        }
    }
}
