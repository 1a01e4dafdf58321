package org.comity.node.exchange;

/** Constants of the protocol: every node refuses beyond them, and none may be configured. */
public final class Limits {

    /** Bytes of a parcel, encrypted. */
    public static final int PARCEL_BYTES = 8 << 20;

    /** Bytes of an urgent parcel, encrypted: one record of any legal size fits. */
    public static final int URGENT_FILE_BYTES = (2 << 20) + (16 << 10);

    /** Bytes of records that this node puts into one urgent parcel, unless a single record is larger. */
    public static final int URGENT_FILL_BYTES = 512 << 10;

    /** Messages in a parcel. */
    public static final int PARCEL_ITEMS = 4_096;

    /** Bytes of records that this node puts into one parcel, unless a single record is larger. */
    public static final int PARCEL_FILL_BYTES = 2 << 20;

    /** Messages that this node puts into one parcel. */
    public static final int PARCEL_FILL_ITEMS = 1_024;

    /** Heads of third parties in a parcel or an answer. */
    public static final int FOREIGN_HEADS = 64;

    /** Bytes of the age header of a parcel. */
    public static final int AGE_HEADER_BYTES = 4_096;

    /** Bytes of one signed checkpoint. */
    public static final int CHECKPOINT_BYTES = 64 << 10;

    /** Parcels of a chain that may arrive before their predecessor and be held for it. */
    public static final int EARLY_PARCELS = 4;

    /** Lowest and highest version of the parcel format that this node speaks. */
    public static final int VERSION = 1;

    private Limits() {}
}
