package org.comity.node.record;

/**
 * What a record is, such as {@code preservation.request}. Which kinds are understood is the matter of their handlers.
 *
 * @param text dotted lower-case words, 1 to 64 characters
 */
public record Kind(String text) implements Comparable<Kind> {
    public Kind {
        Check.words("kind", text, 64);
    }

    @Override
    public int compareTo(Kind other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
