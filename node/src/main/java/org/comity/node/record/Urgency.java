package org.comity.node.record;

/** How fast the sender asks for an answer. It orders an officer's list; the lane orders delivery. */
public enum Urgency {
    ROUTINE(0),
    URGENT(1),
    /** Danger to life, or a request that the law calls an emergency. */
    EMERGENCY(2);

    private final int number;

    Urgency(int number) {
        this.number = number;
    }

    /** The number in the record's key 21. */
    public int number() {
        return number;
    }

    /** The urgency of a number from 0 to 2. */
    public static Urgency of(long number) {
        for (Urgency urgency : values()) {
            if (urgency.number == number) {
                return urgency;
            }
        }
        throw new IllegalArgumentException("urgency is " + number + ", must be 0 to 2");
    }
}
