package org.comity.web;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.comity.node.directory.NodeName;
import org.comity.node.directory.TlsCertificate;
import org.comity.node.directory.TlsKey;
import org.comity.node.world.Pin;

/**
 * The TLS key a face shows, in a certificate of which only the key counts.
 *
 * @param key private half
 * @param certificate any certificate over the public half; names, issuer and dates in it are ignored by peers
 */
public record TlsIdentity(PrivateKey key, X509Certificate certificate) {

    public TlsIdentity {
        String ofCertificate = certificate.getPublicKey().getAlgorithm();
        if (!ofCertificate.equals(key.getAlgorithm())) {
            throw new IllegalArgumentException("private key of type " + key.getAlgorithm()
                    + " with a certificate over a key of type " + ofCertificate);
        }
    }

    /** A key of the node in the certificate made for it. */
    public static TlsIdentity of(TlsKey key, NodeName node) {
        return new TlsIdentity(key.privateKey(), TlsCertificate.of(key, node));
    }

    /** What a card says of this key. */
    public Pin pin() {
        return pinOf(certificate);
    }

    /** SHA-256 of the certificate's subject public key info (RFC 7469, section 2.4). */
    public static Pin pinOf(X509Certificate certificate) {
        return TlsKey.pinOf(certificate.getPublicKey());
    }

    /** Without the private key. */
    @Override
    public String toString() {
        return "TlsIdentity[" + pin() + "]";
    }
}
