package org.comity.node.casework;

/** What the exchange knows of the delivery of messages. */
@FunctionalInterface
public interface DeliveryStates {

    /** @param index of a message in this node's log */
    DeliveryState of(long index);
}
