package org.comity.node.evidence;

import java.util.Locale;
import org.comity.node.world.Entropy;

/**
 * Names one item at one node, {@code ev-} and 26 characters. It says nothing about the item, and no node guesses another's.
 */
public record ItemId(String text) {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int CHARACTERS = 26;

    public ItemId {
        if (!text.matches("ev-[0-9a-hjkmnp-tv-z]{" + CHARACTERS + "}")) {
            throw new IllegalArgumentException("item " + shown(text) + " is not ev- and " + CHARACTERS
                    + " characters of 0-9 and a-z without i, l, o, u");
        }
    }

    /** A new one of 130 random bits. */
    static ItemId draw(Entropy entropy) {
        StringBuilder text = new StringBuilder("ev-");
        for (byte b : entropy.bytes(CHARACTERS)) {
            text.append(ALPHABET.charAt(b & 31));
        }
        return new ItemId(text.toString());
    }

    private static String shown(String text) {
        return String.format(Locale.ROOT, "%.40s", text);
    }

    @Override
    public String toString() {
        return text;
    }
}
