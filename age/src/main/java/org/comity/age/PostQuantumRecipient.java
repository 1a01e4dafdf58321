package org.comity.age;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.comity.age.AgeException.Fault;

/**
 * A public key of the post-quantum hybrid {@code mlkem768x25519}: ML-KEM-768 and X25519 together as X-Wing, so that an
 * attacker must break both.
 *
 * <p>The file key is sealed with HPKE in base mode (RFC 9180): KEM X-Wing (0x647a), HKDF-SHA-256, ChaCha20-Poly1305,
 * info {@code age-encryption.org/mlkem768x25519}, no associated data. The stanza carries the 1,120-byte encapsulation
 * as its argument and 32 bytes of body. The 64 bytes of encapsulation randomness (32 for ML-KEM, 32 for X25519) come
 * from the caller's {@link Randomness}.
 */
public final class PostQuantumRecipient implements Recipient {
    /** The stanza type. */
    public static final String TYPE = "mlkem768x25519";

    static final String PREFIX = "age1pq";
    static final int KEY_BYTES = 1_216;
    static final int ENCAPSULATION_BYTES = 1_120;
    static final byte[] NO_DATA = new byte[0];
    private static final int ENCAPSULATION_RANDOM_BYTES = 64;
    private static final int ML_KEM_VECTOR_BYTES = 1_152;
    private static final int ML_KEM_MODULUS = 3_329;

    private final byte[] key;
    private final AsymmetricKeyParameter parsed;

    private PostQuantumRecipient(byte[] key) {
        this.key = key;
        this.parsed = hpke().deserializePublicKey(key);
    }

    /**
     * From the raw bytes, which are copied.
     *
     * @throws AgeException {@link Fault#KEY_MALFORMED} unless there are 1,216 bytes with ML-KEM coefficients in range
     */
    public static PostQuantumRecipient of(byte[] key) {
        KeyWrap.requireLength(key, KEY_BYTES, "a post-quantum recipient");
        requireReduced(key);
        return new PostQuantumRecipient(key.clone());
    }

    /**
     * From Bech32 text.
     *
     * @param text {@code age1pq1} and 1,952 characters, in lower case
     * @throws AgeException {@link Fault#KEY_MALFORMED}
     */
    public static PostQuantumRecipient parse(String text) {
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
        byte[] drawn = randomness.bytes(ENCAPSULATION_RANDOM_BYTES);
        try {
            HPKEContextWithEncapsulation context = hpke().setupBaseS(parsed, info(), drawn);
            byte[] body = context.seal(NO_DATA, fileKey.secret());
            return new Stanza(TYPE, List.of(Base64Text.encode(context.getEncapsulation())), body);
        } catch (IllegalStateException e) {
            throw new AgeException(
                    Fault.ZERO_SHARED_SECRET, "a post-quantum recipient whose X25519 key is of low order", e);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("HPKE refused to seal a file key", e);
        }
    }

    /** One for each operation: an instance keeps the state of its digests and is not for several threads. */
    static HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    static byte[] info() {
        return "age-encryption.org/mlkem768x25519".getBytes(StandardCharsets.US_ASCII);
    }

    /** The modulus check of FIPS 203 section 7.2: each 12-bit coefficient, two to three bytes, is below 3,329. */
    private static void requireReduced(byte[] key) {
        for (int i = 0; i < ML_KEM_VECTOR_BYTES; i += 3) {
            int low = (key[i] & 0xff) | ((key[i + 1] & 0x0f) << 8);
            int high = ((key[i + 1] & 0xf0) >>> 4) | ((key[i + 2] & 0xff) << 4);
            if (low >= ML_KEM_MODULUS || high >= ML_KEM_MODULUS) {
                throw new AgeException(
                        Fault.KEY_MALFORMED,
                        "refused a post-quantum recipient with an ML-KEM coefficient above 3,328 at byte " + i);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PostQuantumRecipient that && Arrays.equals(key, that.key);
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
