package org.comity.node.casework;

import java.util.Locale;

/** How a request stands with the officers' signatures it needs. */
public enum SignatureStatus {
    /** Not sent yet. */
    PENDING,
    /** Two officers signed it. */
    COMPLETE,
    /** Sent in an emergency under one signature; the second is due. */
    SECOND_DUE,
    /** Received without the signatures it needs. */
    MISSING;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static SignatureStatus ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
