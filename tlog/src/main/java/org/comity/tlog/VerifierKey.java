package org.comity.tlog;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The public half of a key that signs checkpoints, bound to its name.
 *
 * <p>The type byte is part of the key's identity: the same Ed25519 point as log key and as cosigner makes two keys with
 * two key IDs, and signatures of one never verify for the other.
 */
public sealed interface VerifierKey permits Ed25519Key, Ed25519CosignatureKey, MlDsa44CosignatureKey {
    /** Name on the signature lines, 1 to 255 bytes without white space and {@code +}. */
    String name();

    /** The signature type byte of C2SP signed-note: 0x01, 0x04 or 0x06. */
    int type();

    /** First four bytes of SHA-256(name, LF, type, public key), big-endian. */
    int keyId();

    /** A copy of the raw public key without the type byte. */
    byte[] publicKey();

    /**
     * Verifies one line over a checkpoint.
     *
     * @return the POSIX seconds at which the signer says it had seen no larger tree; empty if it says no such thing
     * @throws LogException with {@code BAD_SIGNATURE} if the line is of this key but does not hold, with
     *     {@code MISSING_SIGNATURE} if it is of another key
     */
    OptionalLong verify(Checkpoint checkpoint, NoteSignature signature);

    /** The C2SP text of the key: name, key ID and base64 of type and key. */
    default String vkey() {
        return NoteKeys.vkey(name(), keyId(), type(), publicKey());
    }

    /** Whether a line names this key. That is no statement on the signature. */
    default boolean isNamedBy(NoteSignature signature) {
        return signature.keyId() == keyId() && signature.name().equals(name());
    }

    /** Parses the text form. The stated key ID has to be the computed one. */
    static VerifierKey parse(String vkey) {
        int first = vkey.indexOf('+');
        // Base64 may hold more plus signs: only the first two separate.
        int second = first < 0 ? -1 : vkey.indexOf('+', first + 1);
        if (second < 0) {
            throw LogException.malformed("a verifier key is name+id+base64, not " + Wire.show(vkey));
        }
        String name = vkey.substring(0, first);
        byte[] typed = Wire.base64(vkey.substring(second + 1), "the verifier key of " + Wire.show(name));
        if (typed.length == 0) {
            throw LogException.malformed("the verifier key of " + Wire.show(name) + " has no type byte");
        }
        byte[] publicKey = Arrays.copyOfRange(typed, 1, typed.length);
        VerifierKey key = switch (typed[0]) {
            case Ed25519Key.TYPE -> Ed25519Key.of(name, publicKey);
            case Ed25519CosignatureKey.TYPE -> Ed25519CosignatureKey.of(name, publicKey);
            case MlDsa44CosignatureKey.TYPE -> MlDsa44CosignatureKey.of(name, publicKey);
            default ->
                throw LogException.malformed("the verifier key of " + Wire.show(name) + " has type " + (typed[0] & 0xff)
                        + "; known are 1 (Ed25519), 4 and 6 (cosignatures)");
        };
        String stated = vkey.substring(first + 1, second);
        if (!stated.equals(NoteKeys.hex(key.keyId()))) {
            throw LogException.malformed("the verifier key of " + Wire.show(name) + " states the ID "
                    + Wire.show(stated) + ", computed is " + NoteKeys.hex(key.keyId()));
        }
        return key;
    }
}
