package org.comity.node.evidence;

import java.util.Arrays;

/** Whether whoever receives an item may hand it to a third member. The receiving node enforces it. */
public enum Onward {
    FORBIDDEN("forbidden"),
    /** Only with the sender's consent, which is a message in the log. */
    WITH_CONSENT("with-consent"),
    ALLOWED("allowed");

    private final String word;

    Onward(String word) {
        this.word = word;
    }

    /** The word as it stands in an {@code evidence.offered} message. */
    public String word() {
        return word;
    }

    /**
     * Reads a word of a message.
     *
     * @throws IllegalArgumentException if there is no such word
     */
    public static Onward ofWord(String word) {
        return Arrays.stream(values())
                .filter(onward -> onward.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "onward transfer " + word + " is not one of forbidden, with-consent, allowed"));
    }
}
