package org.comity.node.record;

import java.util.Arrays;
import org.comity.tlog.Hash;

/** What opens a leaf: its salt and the record's bytes. Whoever holds it can show what was logged; destroying it is erasure. */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
public record Opening(byte[] salt, byte[] record) {
    public Opening {
        if (salt.length != Leaf.SALT_BYTES) {
            throw new IllegalArgumentException("salt has " + salt.length + " bytes, must have " + Leaf.SALT_BYTES);
        }
        salt = salt.clone();
        record = record.clone();
    }

    /** Splits what {@link #toBytes()} joined. */
    public static Opening parse(byte[] bytes) {
        if (bytes.length < Leaf.SALT_BYTES) {
            throw new MalformedRecord("opening has " + bytes.length + " bytes, must have at least " + Leaf.SALT_BYTES);
        }
        return new Opening(
                Arrays.copyOf(bytes, Leaf.SALT_BYTES), Arrays.copyOfRange(bytes, Leaf.SALT_BYTES, bytes.length));
    }

    /** The entry that this opens. */
    public Hash entry() {
        return Leaf.entry(salt, record);
    }

    /** The salt and then the record. */
    public byte[] toBytes() {
        byte[] bytes = Arrays.copyOf(salt, salt.length + record.length);
        System.arraycopy(record, 0, bytes, salt.length, record.length);
        return bytes;
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] record() {
        return record.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opening that && Arrays.equals(salt, that.salt) && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    /** Names the entry, never the content. */
    @Override
    public String toString() {
        return "Opening[of " + entry() + "]";
    }
}
