package org.comity.node.directory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.operator.ContentSigner;
import org.comity.tlog.Hash;

/**
 * The self-signed certificate in which TLS wants a key wrapped.
 *
 * <p>Peers look at the key alone: name, issuer, serial number and dates are ignored by both sides, so they are fixed, and the
 * dates are wide enough that no clock of a machine ends a connection between states. The signature is deterministic (RFC
 * 6979): the same key gives the same certificate.
 */
public final class TlsCertificate {

    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2119-12-31T23:59:59Z");

    private TlsCertificate() {}

    /** A certificate of this key under the name of its node. */
    public static X509Certificate of(TlsKey key, NodeName node) {
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, node.text()).build();
        SubjectPublicKeyInfo subject =
                SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded());
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(name, BigInteger.ONE, Date.from(FROM), Date.from(UNTIL), name, subject);
        try {
            byte[] der = builder.build(new Deterministic(key)).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException("this JDK does not read a certificate just made", e);
        }
    }

    /** ECDSA with SHA-256 and the nonce of RFC 6979. */
    private static final class Deterministic implements ContentSigner {

        private final TlsKey key;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Deterministic(TlsKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            var curve = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));
            signer.init(true, new ECPrivateKeyParameters(key.privateKey().getS(), curve));
            BigInteger[] rs =
                    signer.generateSignature(Hash.sha256(content.toByteArray()).bytes());
            try {
                return new DERSequence(new ASN1Integer[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])}).getEncoded();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
