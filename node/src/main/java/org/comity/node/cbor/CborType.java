package org.comity.node.cbor;

/** The kinds of item that deterministic CBOR of this protocol knows. */
public enum CborType {
    /** Major type 0. */
    UINT,
    /** Major type 1: an integer below zero. */
    NEGATIVE,
    /** Major type 2. */
    BYTES,
    /** Major type 3, always valid UTF-8. */
    TEXT,
    /** Major type 4, of a known length. */
    ARRAY,
    /** Major type 5, of a known length, its keys ascending. */
    MAP,
    /** Simple value 20 or 21. */
    BOOL,
    /** Simple value 22. */
    NIL
}
