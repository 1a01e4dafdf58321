package org.comity.node.directory;

/** How the fingerprint of a card was compared with the member itself before recognition. */
public enum Comparison {
    /** Twelve words were read out. */
    WORDS("words"),
    /** Forty digits were read out. */
    DIGITS("digits"),
    /** Not at all: only in exercises and demonstrations, and recorded as such. */
    DEMO("demo");

    private final String word;

    Comparison(String word) {
        this.word = word;
    }

    /** The word as it stands in a {@code directory.recognised} record. */
    public String word() {
        return word;
    }
}
