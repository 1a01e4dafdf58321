package org.comity.node.casework;

import java.util.Locale;

/** On which side of a request this node stands. */
public enum Side {
    /** Its member asks. */
    REQUESTING,
    /** Its member is asked. */
    REQUESTED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Side ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    Side other() {
        return this == REQUESTING ? REQUESTED : REQUESTING;
    }
}
