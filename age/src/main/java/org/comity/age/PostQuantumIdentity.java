package org.comity.age;

import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.comity.age.AgeException.Fault;

/**
 * A secret key of the post-quantum hybrid {@code mlkem768x25519}, kept as its 32-byte X-Wing seed and expanded once.
 * Safe for use by several threads.
 */
public final class PostQuantumIdentity implements Identity {
    static final String PREFIX = "age-secret-key-pq-";
    private static final int SEED_BYTES = 32;

    private final byte[] seed;
    private final AsymmetricCipherKeyPair pair;
    private final PostQuantumRecipient recipient;

    private PostQuantumIdentity(byte[] seed) {
        HPKE hpke = PostQuantumRecipient.hpke();
        this.seed = seed;
        this.pair = hpke.deserializePrivateKey(seed, null);
        this.recipient = PostQuantumRecipient.of(hpke.serializePublicKey(pair.getPublic()));
    }

    /**
     * From the raw bytes, which are copied.
     *
     * @throws AgeException {@link Fault#KEY_MALFORMED} unless there are 32 bytes
     */
    public static PostQuantumIdentity of(byte[] seed) {
        KeyWrap.requireLength(seed, SEED_BYTES, "a post-quantum identity");
        return new PostQuantumIdentity(seed.clone());
    }

    /** A new identity from 32 bytes of the source. */
    public static PostQuantumIdentity generate(Randomness randomness) {
        return new PostQuantumIdentity(randomness.bytes(SEED_BYTES));
    }

    /**
     * From Bech32 text.
     *
     * @param secretText {@code AGE-SECRET-KEY-PQ-1} and 58 characters, in upper case
     * @throws AgeException {@link Fault#KEY_MALFORMED}
     */
    public static PostQuantumIdentity parse(String secretText) {
        return new PostQuantumIdentity(KeyWrap.decodeSecret(PREFIX, secretText));
    }

    @Override
    public PostQuantumRecipient recipient() {
        return recipient;
    }

    @Override
    public byte[] revealSecretBytes() {
        return seed.clone();
    }

    @Override
    public String revealSecretText() {
        return KeyWrap.encodeSecret(PREFIX, seed);
    }

    Optional<FileKey> unwrap(Stanza stanza) {
        if (!stanza.type().equals(PostQuantumRecipient.TYPE)) {
            return Optional.empty();
        }
        byte[] encapsulation = stanza.soleArgument(PostQuantumRecipient.ENCAPSULATION_BYTES);
        byte[] sealed = stanza.wrappedKey();
        try {
            byte[] key = PostQuantumRecipient.hpke()
                    .setupBaseR(encapsulation, pair, PostQuantumRecipient.info())
                    .open(PostQuantumRecipient.NO_DATA, sealed);
            return Optional.of(new FileKey(key));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        } catch (IllegalStateException e) {
            throw new AgeException(
                    Fault.ZERO_SHARED_SECRET,
                    "an encapsulation whose X25519 share is of low order: the shared secret is all zero",
                    e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PostQuantumIdentity that && MessageDigest.isEqual(seed, that.seed);
    }

    @Override
    public int hashCode() {
        return recipient.hashCode();
    }

    @Override
    public String toString() {
        return "PostQuantumIdentity[secret]";
    }
}
