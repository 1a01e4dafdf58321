package org.comity.node.directory;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.comity.node.world.Entropy;
import org.comity.node.world.Pin;
import org.comity.tlog.Hash;

/**
 * A key pair for TLS on P-256. It proves who is at the other end of a connection and authors nothing: records are believed by their
 * log, never by the channel they came through.
 */
public final class TlsKey {

    private static final String CURVE = "secp256r1";
    private static final int SCALAR_BYTES = 32;
    /** 128 bits more than the order has, so that the remainder has no bias (FIPS 186-5, appendix A.2.1). */
    private static final int DRAWN_BYTES = 48;

    private final byte[] scalar;
    private final ECPrivateKey privateKey;
    private final ECPublicKey publicKey;
    private final Pin pin;

    private TlsKey(byte[] scalar) {
        var curve = CustomNamedCurves.getByName(CURVE);
        BigInteger secret = new BigInteger(1, scalar);
        if (secret.signum() == 0 || secret.compareTo(curve.getN()) >= 0) {
            throw new IllegalArgumentException("a P-256 secret is not between 1 and the order of the curve");
        }
        var point =
                new FixedPointCombMultiplier().multiply(curve.getG(), secret).normalize();
        ECPoint affine = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        this.scalar = scalar.clone();
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
            KeyFactory factory = KeyFactory.getInstance("EC");
            this.privateKey = (ECPrivateKey) factory.generatePrivate(new ECPrivateKeySpec(secret, spec));
            this.publicKey = (ECPublicKey) factory.generatePublic(new ECPublicKeySpec(affine, spec));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is missing from this JDK", e);
        }
        this.pin = pinOf(publicKey);
    }

    static TlsKey ofScalar(byte[] scalar) {
        if (scalar.length != SCALAR_BYTES) {
            throw new IllegalArgumentException(
                    "a P-256 secret has " + scalar.length + " bytes, legal is exactly " + SCALAR_BYTES);
        }
        return new TlsKey(scalar);
    }

    public static TlsKey generate(Entropy entropy) {
        BigInteger order = CustomNamedCurves.getByName(CURVE).getN();
        BigInteger drawn = new BigInteger(1, entropy.bytes(DRAWN_BYTES));
        BigInteger secret = drawn.mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
        return new TlsKey(BigIntegers.asUnsignedByteArray(SCALAR_BYTES, secret));
    }

    public ECPrivateKey privateKey() {
        return privateKey;
    }

    public ECPublicKey publicKey() {
        return publicKey;
    }

    public Pin pin() {
        return pin;
    }

    /** The pin by which peers know any public key: SHA-256 of its subject public key info (RFC 7469, section 2.4). */
    public static Pin pinOf(PublicKey key) {
        return new Pin(Hash.sha256(key.getEncoded()));
    }

    byte[] revealScalar() {
        return scalar.clone();
    }

    @Override
    public String toString() {
        return "TlsKey[secret, pin " + pin + "]";
    }
}
