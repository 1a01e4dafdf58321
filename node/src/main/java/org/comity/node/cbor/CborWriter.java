package org.comity.node.cbor;

import java.util.Arrays;

/**
 * Writes deterministic CBOR (RFC 8949 section 4.2.1) into a growing buffer.
 *
 * <p>Heads always take their shortest form. Maps and arrays are announced with their count and close by themselves with
 * their last item; map keys must be unsigned integers or text and come in ascending order of their encoded bytes. The
 * writer throws a {@link CborException} at the call that breaks a rule, so what it yields is always readable by
 * {@link CborReader}. Not safe for several threads.
 */
public final class CborWriter {
    private static final int NO_KEY = -1;

    private byte[] buffer;
    private int size;

    private int depth;
    private final int[] lacking = new int[CborLimits.MAX_DEPTH];
    private final boolean[] isMap = new boolean[CborLimits.MAX_DEPTH];
    private final int[] keyStart = new int[CborLimits.MAX_DEPTH];
    private final int[] keyEnd = new int[CborLimits.MAX_DEPTH];

    public CborWriter() {
        this(256);
    }

    /** @param capacity expected bytes, from 0; the buffer grows beyond it */
    public CborWriter(int capacity) {
        buffer = new byte[capacity];
    }

    /** Opens a map of {@code pairs} keys with their values. */
    public CborWriter map(int pairs) {
        return open(5, pairs, true);
    }

    /** Opens an array of {@code count} items. */
    public CborWriter array(int count) {
        return open(4, count, false);
    }

    /** Writes an unsigned integer, 0 to 2^63 - 1. */
    public CborWriter uint(long value) {
        if (value < 0) {
            throw new CborException("unsigned integer is " + value + ", must be at least 0", size);
        }
        int start = size;
        head(0, value);
        return close(start, true);
    }

    /** Writes any integer of 64 bits. */
    public CborWriter integer(long value) {
        if (value >= 0) {
            return uint(value);
        }
        int start = size;
        head(1, -1 - value);
        return close(start, false);
    }

    public CborWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    public CborWriter bytes(byte[] value, int offset, int length) {
        int start = size;
        head(2, length);
        append(value, offset, length);
        return close(start, false);
    }

    /** Writes a text, which must have no unpaired surrogate. */
    public CborWriter text(String value) {
        int start = size;
        int length = utf8Length(value);
        head(3, length);
        grow(length);
        if (length == value.length()) {
            for (int i = 0; i < length; i++) {
                buffer[size++] = (byte) value.charAt(i);
            }
        } else {
            appendUtf8(value);
        }
        return close(start, true);
    }

    public CborWriter nil() {
        return simple(0xf6);
    }

    public CborWriter bool(boolean value) {
        return simple(value ? 0xf5 : 0xf4);
    }

    /** Writes one item that is encoded already; it is checked to be exactly one deterministic item. */
    public CborWriter raw(byte[] item) {
        CborReader reader = new CborReader(item, new CborLimits(Math.max(1, item.length), CborLimits.MAX_DEPTH));
        CborType type = reader.peek();
        reader.skip();
        reader.end();
        if (depth + reader.deepest() > CborLimits.MAX_DEPTH) {
            throw new CborException("nested deeper than " + CborLimits.MAX_DEPTH, size);
        }
        int start = size;
        append(item, 0, item.length);
        return close(start, type == CborType.UINT || type == CborType.TEXT);
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** A copy of all that was written. Every container must be complete. */
    public byte[] toBytes() {
        if (depth > 0) {
            throw new CborException("container still lacks " + lacking[depth - 1] + " items", size);
        }
        return Arrays.copyOf(buffer, size);
    }

    private CborWriter simple(int encoded) {
        int start = size;
        grow(1);
        buffer[size++] = (byte) encoded;
        return close(start, false);
    }

    private CborWriter open(int major, int count, boolean map) {
        if (count < 0 || count > Integer.MAX_VALUE / 2) {
            throw new CborException("count is " + count + ", must be 0 to 2^30 - 1", size);
        }
        if (depth == CborLimits.MAX_DEPTH) {
            throw new CborException("nested deeper than " + CborLimits.MAX_DEPTH, size);
        }
        requireNoKeyDue(size);
        int start = size;
        head(major, count);
        if (count == 0) {
            return close(start, false);
        }
        lacking[depth] = map ? 2 * count : count;
        isMap[depth] = map;
        keyStart[depth] = NO_KEY;
        depth++;
        return this;
    }

    private boolean keyDue() {
        return depth > 0 && isMap[depth - 1] && (lacking[depth - 1] & 1) == 0;
    }

    private void requireNoKeyDue(int start) {
        if (keyDue()) {
            size = start;
            throw new CborException("a map key must be an unsigned integer or text", start);
        }
    }

    /** Counts the item from {@code start} to the end of the buffer and closes the containers it completes. */
    private CborWriter close(int start, boolean mayBeKey) {
        if (!mayBeKey) {
            requireNoKeyDue(start);
        } else if (keyDue()) {
            checkKey(start);
        }
        while (depth > 0 && --lacking[depth - 1] == 0) {
            depth--;
        }
        return this;
    }

    private void checkKey(int start) {
        int top = depth - 1;
        if (keyStart[top] != NO_KEY
                && Arrays.compareUnsigned(buffer, keyStart[top], keyEnd[top], buffer, start, size) >= 0) {
            size = start;
            throw new CborException("map keys are not ascending", start);
        }
        keyStart[top] = start;
        keyEnd[top] = size;
    }

    private void head(int major, long argument) {
        grow(9);
        int type = major << 5;
        if (argument < 24) {
            buffer[size++] = (byte) (type | (int) argument);
        } else if (argument <= 0xff) {
            bigEndian(type | 24, argument, 1);
        } else if (argument <= 0xffff) {
            bigEndian(type | 25, argument, 2);
        } else if (argument <= 0xffff_ffffL) {
            bigEndian(type | 26, argument, 4);
        } else {
            bigEndian(type | 27, argument, 8);
        }
    }

    private void bigEndian(int first, long argument, int width) {
        buffer[size++] = (byte) first;
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            buffer[size++] = (byte) (argument >>> shift);
        }
    }

    private void append(byte[] value, int offset, int length) {
        grow(length);
        System.arraycopy(value, offset, buffer, size, length);
        size += length;
    }

    private int utf8Length(String value) {
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                length += 4;
                i++;
            } else if (Character.isSurrogate(unit)) {
                throw new CborException("text has an unpaired surrogate at index " + i, size);
            } else {
                length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
            }
        }
        return length;
    }

    private void appendUtf8(String value) {
        for (int i = 0; i < value.length(); i++) {
            int point = value.codePointAt(i);
            if (point < 0x80) {
                buffer[size++] = (byte) point;
                continue;
            }
            if (point < 0x800) {
                buffer[size++] = (byte) (0xc0 | (point >>> 6));
            } else {
                if (point < 0x1_0000) {
                    buffer[size++] = (byte) (0xe0 | (point >>> 12));
                } else {
                    buffer[size++] = (byte) (0xf0 | (point >>> 18));
                    buffer[size++] = (byte) (0x80 | ((point >>> 12) & 0x3f));
                    i++;
                }
                buffer[size++] = (byte) (0x80 | ((point >>> 6) & 0x3f));
            }
            buffer[size++] = (byte) (0x80 | (point & 0x3f));
        }
    }

    private void grow(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, more), 2 * buffer.length));
        }
    }
}
