package org.comity.age;

import java.util.Locale;
import org.comity.age.AgeException.Fault;

/** A secret key that opens files. Its secret is in neither {@code toString} nor any message. */
public sealed interface Identity permits X25519Identity, PostQuantumIdentity {
    /** The public half. */
    Recipient recipient();

    /** A copy of the 32 secret bytes. */
    byte[] revealSecretBytes();

    /** The secret in the form age tools read, {@code AGE-SECRET-KEY-...}. */
    String revealSecretText();

    /**
     * Reads either kind, in upper case.
     *
     * @throws AgeException {@link Fault#KEY_MALFORMED}, without the text in its message
     */
    static Identity parse(String secretText) {
        return secretText.startsWith(PostQuantumIdentity.PREFIX.toUpperCase(Locale.ROOT) + "1")
                ? PostQuantumIdentity.parse(secretText)
                : X25519Identity.parse(secretText);
    }
}
