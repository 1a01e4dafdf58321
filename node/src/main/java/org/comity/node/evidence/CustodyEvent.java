package org.comity.node.evidence;

import java.util.Locale;
import org.comity.node.record.Kind;

/** What happened to an item while someone was answerable for it (ISO/IEC 27037, section 6.1: chain of custody). */
public enum CustodyEvent {
    COLLECTED,
    RECEIVED,
    SEALED,
    OPENED,
    COPIED,
    REDACTED,
    SENT,
    VERIFIED,
    RETURNED,
    DESTROYED,
    /** The node found that its vault copy is missing or was changed. */
    DAMAGED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code custody.<event>}. */
    public Kind kind() {
        return new Kind("custody." + word());
    }

    /**
     * Reads a word of a record.
     *
     * @throws IllegalArgumentException if there is no such event
     */
    public static CustodyEvent ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
