package org.comity.node.record;

import java.util.Optional;
import org.comity.tlog.Hash;

/**
 * A document that belongs to a record and travels beside it: an order of a court, its translation, a form.
 *
 * @param kind          what the document is, dotted lower-case words of 1 to 64 characters
 * @param language      its language as a tag of BCP 47, {@code und} when undetermined or when it has none
 * @param mediaType     its media type
 * @param digest        SHA-256 of its bytes
 * @param length        its length in bytes, from 0
 * @param translationOf digest of the document that it translates
 * @param authentic     true when this language version is the binding one
 * @param name          a name for people, up to 255 characters, empty when it has none
 */
public record Annex(
        String kind,
        String language,
        String mediaType,
        Hash digest,
        long length,
        Optional<Hash> translationOf,
        boolean authentic,
        String name) {
    public Annex {
        Check.words("annex kind", kind, 64);
        checkLanguage(language);
        Check.mediaType(mediaType);
        Check.atLeast(0, "annex length", length);
        if (!name.isEmpty()) {
            Check.text("annex name", name, 255);
        }
        if (translationOf.isPresent() && translationOf.get().equals(digest)) {
            throw new IllegalArgumentException("annex " + digest + " is its own translation");
        }
    }

    /** The shape of a language tag (RFC 5646 section 2.1): subtags of 1 to 8 letters and digits, the first of letters. */
    private static void checkLanguage(String tag) {
        boolean good = tag.length() <= 35;
        String[] subtags = tag.split("-", -1);
        for (int i = 0; good && i < subtags.length; i++) {
            String subtag = subtags[i];
            good = !subtag.isEmpty() && subtag.length() <= 8;
            for (int j = 0; good && j < subtag.length(); j++) {
                char c = subtag.charAt(j);
                good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (i > 0 && c >= '0' && c <= '9');
            }
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "language is '" + Check.shortened(tag) + "', must be a tag of BCP 47 such as pt-BR");
        }
    }
}
