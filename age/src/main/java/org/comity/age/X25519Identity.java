package org.comity.age;

import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.comity.age.AgeException.Fault;

/** An X25519 secret key, the classical identity of age. */
public final class X25519Identity implements Identity {
    static final String PREFIX = "age-secret-key-";

    private final byte[] secret;
    private final X25519Recipient recipient;

    private X25519Identity(byte[] secret) {
        byte[] shared = new byte[X25519Recipient.KEY_BYTES];
        X25519.scalarMultBase(secret, 0, shared, 0);
        this.secret = secret;
        this.recipient = X25519Recipient.of(shared);
    }

    /**
     * From the raw bytes, which are copied.
     *
     * @throws AgeException {@link Fault#KEY_MALFORMED} unless there are 32 bytes
     */
    public static X25519Identity of(byte[] secret) {
        KeyWrap.requireLength(secret, X25519Recipient.KEY_BYTES, "an X25519 identity");
        return new X25519Identity(secret.clone());
    }

    /** A new identity from 32 bytes of the source. */
    public static X25519Identity generate(Randomness randomness) {
        return new X25519Identity(randomness.bytes(X25519Recipient.KEY_BYTES));
    }

    /**
     * From Bech32 text.
     *
     * @param secretText {@code AGE-SECRET-KEY-1} and 58 characters, in upper case
     * @throws AgeException {@link Fault#KEY_MALFORMED}
     */
    public static X25519Identity parse(String secretText) {
        return new X25519Identity(KeyWrap.decodeSecret(PREFIX, secretText));
    }

    @Override
    public X25519Recipient recipient() {
        return recipient;
    }

    @Override
    public byte[] revealSecretBytes() {
        return secret.clone();
    }

    @Override
    public String revealSecretText() {
        return KeyWrap.encodeSecret(PREFIX, secret);
    }

    Optional<FileKey> unwrap(Stanza stanza) {
        if (!stanza.type().equals(X25519Recipient.TYPE)) {
            return Optional.empty();
        }
        byte[] share = stanza.soleArgument(X25519Recipient.KEY_BYTES);
        byte[] sealed = stanza.wrappedKey();
        return KeyWrap.open(recipient.wrappingKey(secret, share, share), sealed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof X25519Identity that && MessageDigest.isEqual(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return recipient.hashCode();
    }

    @Override
    public String toString() {
        return "X25519Identity[secret, for " + recipient + "]";
    }
}
