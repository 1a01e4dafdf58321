package org.comity.node.bundle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.comity.node.directory.Fingerprint;
import org.comity.node.directory.FingerprintMismatch;
import org.comity.node.directory.VerifiedCard;
import org.comity.tlog.VerifierKey;

/**
 * What the verifier trusts before it opens the file. Nothing of it ever comes from the file.
 *
 * <p>An identity is what a state publishes of its own node, in its gazette or through its ministry: the twelve words or forty digits
 * of the {@link Fingerprint}, or the digest of the identity keys in 64 hexadecimal digits. A witness is a C2SP verifier key of a node
 * whose state the verifier trusts; all keys given under one name must have cosigned for that witness to count.
 *
 * @param identities words, digits or hexadecimal digits
 * @param witnesses keys of the types 0x04 and 0x06
 * @param quorum how many witnesses, by name, must have cosigned; 1 to the number of names, 0 exactly if there are none
 */
public record Anchors(List<String> identities, List<VerifierKey> witnesses, int quorum) {

    /** Trusts nobody: a file is at most proven. */
    public static final Anchors NONE = new Anchors(List.of(), List.of(), 0);

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int LOG_ED25519 = 0x01;

    public Anchors {
        identities = identities.stream().map(String::strip).toList();
        witnesses = List.copyOf(witnesses);
        identities.forEach(Anchors::requireForm);
        long names = witnesses.stream().map(VerifierKey::name).distinct().count();
        if (quorum > names || quorum < (names == 0 ? 0 : 1)) {
            throw new IllegalArgumentException(
                    "quorum of witnesses is " + quorum + ", legal is " + (names == 0 ? "0" : "1 to " + names));
        }
        for (VerifierKey key : witnesses) {
            if (key.type() == LOG_ED25519) {
                throw new IllegalArgumentException(key.name() + " has a key of type 1, a witness has types 4 and 6");
            }
        }
    }

    /** The identity of one member. */
    public static Anchors identity(String fingerprint) {
        return new Anchors(List.of(fingerprint), List.of(), 0);
    }

    public boolean isEmpty() {
        return identities.isEmpty() && witnesses.isEmpty();
    }

    /** Keys by the name of their witness. */
    Map<String, List<VerifierKey>> witnessesByName() {
        Map<String, List<VerifierKey>> byName = new HashMap<>();
        for (VerifierKey key : witnesses) {
            byName.computeIfAbsent(key.name(), name -> new java.util.ArrayList<>())
                    .add(key);
        }
        return byName;
    }

    /** Whether one of the identities is that of the card. */
    boolean hold(VerifiedCard card) {
        return identities.stream().anyMatch(identity -> isOf(identity, card));
    }

    static boolean isOf(String identity, VerifiedCard card) {
        if (DIGEST.matcher(identity).matches()) {
            return card.root().identity().digest().hex().equals(identity);
        }
        try {
            card.fingerprint().requireSame(identity);
            return true;
        } catch (FingerprintMismatch e) {
            return false;
        }
    }

    private static void requireForm(String identity) {
        if (DIGEST.matcher(identity).matches()) {
            return;
        }
        boolean words = identity.chars().anyMatch(Character::isLetter);
        long found = words
                ? Pattern.compile("[\\p{L}\\p{Nd}]+")
                        .matcher(identity)
                        .results()
                        .count()
                : identity.codePoints().filter(Character::isDigit).count();
        if (found != (words ? Fingerprint.WORDS : Fingerprint.DIGITS)) {
            throw new IllegalArgumentException("anchor has " + found + (words ? " words" : " digits")
                    + "; legal are 12 words, 40 digits, or 64 digits of lower-case hexadecimal");
        }
    }
}
