package org.comity.node.access;

import java.util.regex.Pattern;

/**
 * A pseudonym of an officer at this node.
 *
 * @param text lower-case letters, digits and hyphens, 1 to 32, beginning with a letter; for example {@code of-7kq2}
 */
public record OfficerId(String text) {

    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public OfficerId {
        if (!LEGAL.matcher(text).matches()) {
            throw new IllegalArgumentException("officer id \"" + text
                    + "\" is not 1 to 32 lower-case letters, digits or hyphens beginning with a letter");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
