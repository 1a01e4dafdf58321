package org.comity.node.casework;

/** What the exchange knows of the delivery of messages. */
@FunctionalInterface
public interface DeliveryStates {

    /** How far the message at this index of the own log got. */
    DeliveryState of(long index);
}
