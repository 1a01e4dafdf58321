package org.comity.age;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.comity.age.AgeException.Fault;

/** Puts file keys into stanzas and takes them out, whatever the kind of key. */
final class KeyWrap {
    /** A wrapping key is used once, so that its nonce may be constant (C2SP age, "X25519 recipient stanza"). */
    private static final IvParameterSpec ZERO_NONCE = new IvParameterSpec(new byte[12]);

    private KeyWrap() {}

    static Stanza wrap(Recipient recipient, FileKey key, Randomness randomness) {
        return switch (recipient) {
            case X25519Recipient classical -> classical.wrap(key, randomness);
            case PostQuantumRecipient hybrid -> hybrid.wrap(key, randomness);
        };
    }

    /** Empty if the stanza is of another type or for someone else. */
    static Optional<FileKey> unwrap(Identity identity, Stanza stanza) {
        return switch (identity) {
            case X25519Identity classical -> classical.unwrap(stanza);
            case PostQuantumIdentity hybrid -> hybrid.unwrap(stanza);
        };
    }

    static byte[] seal(byte[] wrappingKey, FileKey key) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, wrappingKey).doFinal(key.secret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 refused to seal a file key", e);
        }
    }

    /** Empty if the tag is wrong. */
    static Optional<FileKey> open(byte[] wrappingKey, byte[] sealed) {
        try {
            return Optional.of(
                    new FileKey(cipher(Cipher.DECRYPT_MODE, wrappingKey).doFinal(sealed)));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 refused to open a file key", e);
        }
    }

    private static Cipher cipher(int mode, byte[] wrappingKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(wrappingKey, "ChaCha20"), ZERO_NONCE);
        return cipher;
    }

    /** Undoes Bech32 for identities, which are written in upper case throughout. */
    static byte[] decodeSecret(String prefix, String secretText) {
        if (!secretText.toUpperCase(Locale.ROOT).equals(secretText)) {
            throw new AgeException(Fault.KEY_MALFORMED, "refused an identity that is not in upper case");
        }
        byte[] secret = Bech32.decode(prefix, secretText.toLowerCase(Locale.ROOT));
        requireLength(secret, 32, "an identity");
        return secret;
    }

    static String encodeSecret(String prefix, byte[] secret) {
        return Bech32.encode(prefix, secret).toUpperCase(Locale.ROOT);
    }

    static void requireLength(byte[] key, int length, String what) {
        if (key.length != length) {
            throw new AgeException(
                    Fault.KEY_MALFORMED, "refused " + what + " of " + key.length + " bytes, it has " + length);
        }
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
