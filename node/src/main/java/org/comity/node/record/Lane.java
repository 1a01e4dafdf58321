package org.comity.node.record;

/** The stream within which a record is numbered. */
public enum Lane {
    /** To one member, ahead of all that is ordinary. */
    URGENT(0),
    /** To one member. */
    ORDINARY(1),
    /** To all members: one record, one leaf, relayed by anyone. */
    PUBLIC(2),
    /** The node's own record, or a receipt to one member; not numbered. */
    OWN(3);

    private final int number;

    Lane(int number) {
        this.number = number;
    }

    /** The number in the record's key 7. */
    public int number() {
        return number;
    }

    /** The lane of a number from 0 to 3. */
    public static Lane of(long number) {
        for (Lane lane : values()) {
            if (lane.number == number) {
                return lane;
            }
        }
        throw new IllegalArgumentException("lane is " + number + ", must be 0 to 3");
    }
}
