package org.comity.node.casework;

import java.util.Locale;

/** The moments in the life of a request that its clocks and lists need. */
public enum Moment {
    /** Drafted here, or received here. */
    OPENED,
    SENT,
    SEEN,
    /** When the second signature of an emergency request followed. */
    SECOND_SIGNED,
    /** Accepted or refused. */
    ANSWERED,
    /** Since when the data is kept, as the requested side says. */
    PRESERVED,
    /** Until when it is kept, as the requested side says. */
    EXPIRES,
    /** When the present span of preservation began: at acceptance, and again at each extension. */
    RENEWED,
    /** When an extension was asked for that is not yet answered. */
    EXTENSION_ASKED,
    /** Until when that extension is asked. */
    EXTENSION_UNTIL,
    /** Refused, completed, withdrawn or expired. */
    CLOSED;

    String column() {
        return name().toLowerCase(Locale.ROOT) + "_ms";
    }
}
