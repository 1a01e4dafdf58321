package org.comity.node.directory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a node: the stem of the names of its log and of its witness, best under a domain that its state holds.
 *
 * @param text lower-case letters, digits, dots and hyphens, 1 to 63, beginning with a letter or digit; for example {@code node.gov.example}
 */
public record NodeName(String text) {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
    private static final Pattern ORIGIN = Pattern.compile("([a-z0-9][a-z0-9.-]{0,62})/log/g([1-9][0-9]{0,5})");

    public NodeName {
        if (!LEGAL.matcher(text).matches()) {
            throw new IllegalArgumentException("node name \"" + text
                    + "\" is not 1 to 63 lower-case letters, digits, dots or hyphens beginning with a letter or digit");
        }
    }

    /** Name of the log in its generation, from 1; a restore opens the next one. */
    public String logOrigin(int generation) {
        requireGeneration(generation);
        return text + "/log/g" + generation;
    }

    /** Name of the witness; it changes with the generation, because a restored witness has forgotten what it cosigned. */
    public String witnessName(int generation) {
        requireGeneration(generation);
        return text + "/witness/g" + generation;
    }

    /**
     * The generation of one of this node's logs.
     *
     * @throws IllegalArgumentException unless the origin is one of this node's
     */
    public int generationOf(String origin) {
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches() || !matcher.group(1).equals(text)) {
            throw new IllegalArgumentException("origin \"" + origin + "\" is not " + text + "/log/g<generation>");
        }
        return Integer.parseInt(matcher.group(2));
    }

    private static void requireGeneration(int generation) {
        if (generation < 1 || generation > 999_999) {
            throw new IllegalArgumentException("generation " + generation + " is not between 1 and 999999");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
