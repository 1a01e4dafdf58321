package org.comity.node.directory;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.comity.node.access.Octets;
import org.comity.node.access.SignatureRefused;

/** An ML-DSA-44 private key (FIPS 204), kept as its 32-byte seed. Signs deterministically, with an empty context. */
final class MlDsaKey {

    static final int SEED_BYTES = 32;
    static final int PUBLIC_BYTES = 1_312;
    static final int SIGNATURE_BYTES = 2_420;

    private final MLDSAPrivateKeyParameters key;
    private final Octets publicKey;

    private MlDsaKey(byte[] seed) {
        this.key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
        this.publicKey = Octets.of(key.getPublicKey());
    }

    static MlDsaKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "ML-DSA-44 seed has " + seed.length + " bytes, legal is exactly " + SEED_BYTES);
        }
        return new MlDsaKey(seed);
    }

    Octets publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] message) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("ML-DSA-44 could not sign", e);
        }
    }

    byte[] revealSeed() {
        return key.getSeed();
    }

    static void verify(Octets publicKey, byte[] message, byte[] signature) {
        if (publicKey.length() != PUBLIC_BYTES || signature.length != SIGNATURE_BYTES) {
            throw new SignatureRefused("an ML-DSA-44 key has " + PUBLIC_BYTES + " bytes and a signature "
                    + SIGNATURE_BYTES + ", not " + publicKey.length() + " and " + signature.length);
        }
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey.bytes()));
        verifier.update(message, 0, message.length);
        if (!verifier.verifySignature(signature)) {
            throw new SignatureRefused("the ML-DSA-44 signature is not of this key over this content");
        }
    }

    @Override
    public String toString() {
        return "MlDsaKey[secret]";
    }
}
