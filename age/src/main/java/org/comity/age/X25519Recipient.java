package org.comity.age;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.comity.age.AgeException.Fault;

/** An X25519 public key (RFC 7748), the classical recipient of age. */
public final class X25519Recipient implements Recipient {
    static final String TYPE = "X25519";
    static final String PREFIX = "age";
    static final int KEY_BYTES = 32;
    private static final String INFO = "age-encryption.org/v1/X25519";

    private final byte[] key;

    private X25519Recipient(byte[] key) {
        this.key = key;
    }

    /**
     * From the raw bytes, which are copied.
     *
     * @throws AgeException {@link Fault#KEY_MALFORMED} unless there are 32 bytes
     */
    public static X25519Recipient of(byte[] key) {
        KeyWrap.requireLength(key, KEY_BYTES, "an X25519 recipient");
        return new X25519Recipient(key.clone());
    }

    /**
     * From Bech32 text.
     *
     * @param text {@code age1} and 58 characters, in lower case
     * @throws AgeException {@link Fault#KEY_MALFORMED}
     */
    public static X25519Recipient parse(String text) {
        return of(Bech32.decode(PREFIX, text));
    }

    @Override
    public String text() {
        return Bech32.encode(PREFIX, key);
    }

    @Override
    public byte[] bytes() {
        return key.clone();
    }

    Stanza wrap(FileKey fileKey, Randomness randomness) {
        byte[] ephemeral = randomness.bytes(KEY_BYTES);
        byte[] share = new byte[KEY_BYTES];
        X25519.scalarMultBase(ephemeral, 0, share, 0);
        byte[] wrappingKey = wrappingKey(ephemeral, key, share);
        return new Stanza(TYPE, List.of(Base64Text.encode(share)), KeyWrap.seal(wrappingKey, fileKey));
    }

    /** The same key on both sides: from the ephemeral secret and this key, or from the identity and the share. */
    byte[] wrappingKey(byte[] secret, byte[] peer, byte[] share) {
        byte[] shared = new byte[KEY_BYTES];
        if (!X25519.calculateAgreement(secret, 0, peer, 0, shared, 0)) {
            throw new AgeException(
                    Fault.ZERO_SHARED_SECRET, "an X25519 key or share of low order: the shared secret is all zero");
        }
        return FileKey.derive(shared, KeyWrap.join(share, key), INFO);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof X25519Recipient that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return text();
    }
}
