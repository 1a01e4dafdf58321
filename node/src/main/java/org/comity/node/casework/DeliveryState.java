package org.comity.node.casework;

/** How far a message of this node got. */
public enum DeliveryState {
    /** In this node's log and queued. */
    LOGGED,
    /** The recipient's node stored it and proved so. */
    RECEIVED,
    /** The recipient's log that holds its receipt was cosigned by a third party. */
    WITNESSED,
    /** A person at the recipient opened it. */
    SEEN
}
