package org.comity.node.access;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.comity.node.world.Entropy;

/**
 * An Ed25519 private key (RFC 8032), kept as its 32-byte seed. Signing is deterministic; several threads may sign.
 */
public final class Ed25519Key {

    /** Length of a seed and of a public key in bytes. */
    public static final int BYTES = 32;

    /** Length of a signature in bytes. */
    public static final int SIGNATURE_BYTES = 64;

    private final Ed25519PrivateKeyParameters key;
    private final Octets publicKey;

    private Ed25519Key(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed);
        this.publicKey = Octets.of(key.generatePublicKey().getEncoded());
    }

    /**
     * The key of a seed.
     *
     * @throws IllegalArgumentException unless there are 32 bytes; the message does not show them
     */
    public static Ed25519Key ofSeed(byte[] seed) {
        if (seed.length != BYTES) {
            throw new IllegalArgumentException("Ed25519 seed has " + seed.length + " bytes, legal is exactly " + BYTES);
        }
        return new Ed25519Key(seed);
    }

    public static Ed25519Key generate(Entropy entropy) {
        return new Ed25519Key(entropy.bytes(BYTES));
    }

    public Octets publicKey() {
        return publicKey;
    }

    /** The 64-byte signature. Callers put a domain of their own in front of every message. */
    public byte[] sign(byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    /** The secret itself, for key files only. */
    public byte[] revealSeed() {
        return key.getEncoded();
    }

    /**
     * Checks a signature.
     *
     * @throws SignatureRefused unless the signature is of this key over exactly this message
     */
    public static void verify(Octets publicKey, byte[] message, byte[] signature) {
        if (publicKey.length() != BYTES || signature.length != SIGNATURE_BYTES) {
            throw new SignatureRefused("an Ed25519 key has " + BYTES + " bytes and a signature " + SIGNATURE_BYTES
                    + ", not " + publicKey.length() + " and " + signature.length);
        }
        Ed25519Signer verifier = new Ed25519Signer();
        try {
            verifier.init(false, new Ed25519PublicKeyParameters(publicKey.bytes()));
        } catch (IllegalArgumentException e) {
            throw new SignatureRefused("public key " + shorten(publicKey) + " is not a point of Ed25519");
        }
        verifier.update(message, 0, message.length);
        if (!verifier.verifySignature(signature)) {
            throw new SignatureRefused(
                    "the Ed25519 signature is not of key " + shorten(publicKey) + " over this content");
        }
    }

    private static String shorten(Octets key) {
        return HexFormat.of().formatHex(Arrays.copyOf(key.bytes(), 8)) + "...";
    }

    @Override
    public String toString() {
        return "Ed25519Key[secret, public " + publicKey + "]";
    }
}
