package org.comity.node.evidence;

import java.util.Locale;

/** Where the fetching of an offered item stands. */
public enum FetchState {
    /** Offered; waits for an officer. */
    OFFERED,
    RUNNING,
    /** Stopped with a reason; an officer may start it again. */
    SUSPENDED,
    /** The item lies in this node's vault, and the offerer was told. */
    DONE,
    DECLINED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FetchState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
