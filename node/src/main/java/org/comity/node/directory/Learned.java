package org.comity.node.directory;

/** What came of a card that a recognised member says is its newest. */
public enum Learned {
    /** It is the one that is held, or offered already. */
    KNOWN,
    /** It took the place of the one that was held. */
    TAKEN,
    /** It brings another log, and waits for officers. */
    OFFERED
}
