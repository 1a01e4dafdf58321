package org.comity.age;

import org.comity.age.AgeException.Fault;

/** A public key a file can be sealed to. */
public sealed interface Recipient permits X25519Recipient, PostQuantumRecipient {
    /** The Bech32 text that age tools take, {@code age1...} or {@code age1pq1...}. */
    String text();

    /** A copy of the raw public key: 32 bytes for X25519, 1,216 for the post-quantum hybrid. */
    byte[] bytes();

    /**
     * Reads either kind.
     *
     * @throws AgeException {@link Fault#KEY_MALFORMED}
     */
    static Recipient parse(String text) {
        return text.startsWith(PostQuantumRecipient.PREFIX + "1")
                ? PostQuantumRecipient.parse(text)
                : X25519Recipient.parse(text);
    }
}
