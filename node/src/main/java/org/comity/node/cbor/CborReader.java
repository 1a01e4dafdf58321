package org.comity.node.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pull parser over one array of bytes that accepts deterministic CBOR only.
 *
 * <p>The caller names what must come next ({@code map()}, {@code key()}, {@code uint()} ...) and gets it, or a {@link CborException}. There is no
 * tree and no boxing. The parser keeps a stack of at most sixteen open containers: how many items each still lacks and,
 * for a map, where its previous key lies. A container closes by itself with its last item. Keys are compared as encoded
 * bytes (RFC 8949 section 4.2.1), so a duplicate and a key out of order are one and the same check: each must be
 * strictly greater than the one before. {@code skip()} and {@code rawItem()} run through the same code and check all they pass.
 *
 * <p>The input is not copied: the caller must not change it while it is read. Not safe for several threads.
 */
public final class CborReader {
    private static final int NO_KEY = -1;

    private final byte[] input;
    private final int maxDepth;
    private int position;

    private int depth;
    private int deepest;
    /** Items that each open container still lacks; a map counts keys and values. */
    private final int[] lacking;

    private final boolean[] isMap;
    private final int[] keyStart;
    private final int[] keyEnd;

    // The head read last.
    private int itemStart;
    private int major;
    private long argument;

    /** Reads with the limits of one record. */
    public CborReader(byte[] input) {
        this(input, CborLimits.RECORD);
    }

    public CborReader(byte[] input, CborLimits limits) {
        if (input.length > limits.maxBytes()) {
            throw new CborException(
                    "input has " + input.length + " bytes, at most " + limits.maxBytes() + " are read", 0);
        }
        this.input = input;
        this.maxDepth = limits.maxDepth();
        this.lacking = new int[maxDepth];
        this.isMap = new boolean[maxDepth];
        this.keyStart = new int[maxDepth];
        this.keyEnd = new int[maxDepth];
    }

    /** The kind of the next item; reads nothing. */
    public CborType peek() {
        need(position, 1);
        int first = input[position] & 0xff;
        return switch (first >>> 5) {
            case 0 -> CborType.UINT;
            case 1 -> CborType.NEGATIVE;
            case 2 -> CborType.BYTES;
            case 3 -> CborType.TEXT;
            case 4 -> CborType.ARRAY;
            case 5 -> CborType.MAP;
            case 6 -> throw new CborException("tags are not allowed", position);
            default -> simpleType(first);
        };
    }

    /** Opens a map and returns how many pairs follow. */
    public int map() {
        head(5, "a map");
        return open(true);
    }

    /** Opens an array and returns how many items follow. */
    public int array() {
        head(4, "an array");
        return open(false);
    }

    /** An unsigned integer up to 2^63 - 1. */
    public long uint() {
        head(0, "an unsigned integer");
        if (argument < 0) {
            throw new CborException("unsigned integer is above 2^63 - 1", itemStart);
        }
        close();
        return argument;
    }

    /** An integer from -2^63 to 2^63 - 1. */
    public long integer() {
        head();
        if (major > 1) {
            throw expected("an integer");
        }
        if (argument < 0) {
            throw new CborException("integer is outside -2^63 to 2^63 - 1", itemStart);
        }
        close();
        return major == 0 ? argument : -1 - argument;
    }

    /** A copy of a byte string. */
    public byte[] bytes() {
        head(2, "a byte string");
        int from = position;
        position += lengthInBytes();
        close();
        return Arrays.copyOfRange(input, from, position);
    }

    /** A byte string of exactly {@code length} bytes. */
    public byte[] bytes(int length) {
        byte[] bytes = bytes();
        if (bytes.length != length) {
            throw new CborException("byte string has " + bytes.length + " bytes, must have " + length, itemStart);
        }
        return bytes;
    }

    /** A text string. */
    public String text() {
        head(3, "a text string");
        return textBody();
    }

    /** Reads null. */
    public void nil() {
        if (!tryNil()) {
            throw new CborException("expected null", position);
        }
    }

    /** Reads null if it comes next, else reads nothing and answers false. */
    public boolean tryNil() {
        if (peek() != CborType.NIL) {
            return false;
        }
        head();
        close();
        return true;
    }

    /** False or true. */
    public boolean bool() {
        head();
        if (major != 7 || argument == 22) {
            throw expected("a boolean");
        }
        close();
        return argument == 21;
    }

    /**
     * A key that is an unsigned integer, for maps that know no text keys. A key above 2^63 - 1 is reported as
     * {@link Long#MAX_VALUE}: no protocol gives it a meaning, and its order is checked on its bytes.
     */
    public long key() {
        if (peek() == CborType.TEXT) {
            throw new CborException("text keys are not allowed here", position);
        }
        return keyOr(0);
    }

    /**
     * A key of a map that also allows text: the unsigned integer, or {@code ifText} when the key is a text, which is checked
     * and passed over.
     */
    public long keyOr(long ifText) {
        requireKeyPlace();
        if (peek() == CborType.TEXT) {
            skip();
            return ifText;
        }
        head(0, "a key");
        close();
        return argument < 0 ? Long.MAX_VALUE : argument;
    }

    /** Checks and passes over one whole item with all it contains. */
    public void skip() {
        int outside = depth;
        step();
        while (depth > outside) {
            step();
        }
    }

    /** The exact bytes of one item, checked as by {@link #skip()}. */
    public byte[] rawItem() {
        int from = position;
        skip();
        return Arrays.copyOfRange(input, from, position);
    }

    /** Bytes read so far. */
    public int position() {
        return position;
    }

    /** Demands that everything was read: no open container, no trailing bytes. */
    public void end() {
        if (depth > 0) {
            throw new CborException("container still lacks " + lacking[depth - 1] + " items", position);
        }
        if (position != input.length) {
            throw new CborException(input.length - position + " trailing bytes", position);
        }
    }

    /** The deepest nesting met so far; a bare scalar has depth 0. */
    int deepest() {
        return deepest;
    }

    /** Reads one head with its content, or opens one container. */
    private void step() {
        head();
        switch (major) {
            case 2 -> {
                position += lengthInBytes();
                close();
            }
            case 3 -> {
                checkText();
                close();
            }
            case 4 -> open(false);
            case 5 -> open(true);
            default -> close();
        }
    }

    private String textBody() {
        int from = position;
        boolean ascii = checkText();
        close();
        // The bytes are known to be well formed; Latin-1 copies plain ASCII without looking at it again.
        return new String(input, from, position - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** Moves past the content of a text and answers whether all of it was ASCII. */
    private boolean checkText() {
        int from = position;
        int to = from + lengthInBytes();
        int at = from;
        while (at < to && input[at] >= 0) {
            at++;
        }
        if (at < to) {
            int good = Utf8.wellFormedUpTo(input, at, to);
            if (good < to) {
                throw new CborException("text is not valid UTF-8", good);
            }
        }
        position = to;
        return at == to;
    }

    private void head(int wanted, String what) {
        head();
        if (major != wanted) {
            throw expected(what);
        }
    }

    private CborException expected(String what) {
        return new CborException("expected " + what + ", found major type " + major, itemStart);
    }

    private void head() {
        itemStart = position;
        need(position, 1);
        int first = input[position++] & 0xff;
        major = first >>> 5;
        int info = first & 31;
        if (major >= 6) {
            if (major == 6) {
                throw new CborException("tags are not allowed", itemStart);
            }
            simpleType(first);
            argument = info;
        } else if (info < 24) {
            argument = info;
        } else {
            longHead(info);
        }
        if (depth > 0 && isMap[depth - 1] && (lacking[depth - 1] & 1) == 0 && major != 0 && major != 3) {
            throw new CborException("a map key must be an unsigned integer or text", itemStart);
        }
    }

    private void longHead(int info) {
        if (info > 27) {
            throw new CborException(info == 31 ? "indefinite lengths are not allowed" : "reserved head", itemStart);
        }
        int width = 1 << (info - 24);
        need(position, width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (input[position++] & 0xff);
        }
        boolean shortest = switch (width) {
            case 1 -> value >= 24;
            case 2 -> value > 0xff;
            case 4 -> value > 0xffff;
            default -> value < 0 || value > 0xffff_ffffL;
        };
        if (!shortest) {
            throw new CborException("head is longer than needed", itemStart);
        }
        argument = value;
    }

    private CborType simpleType(int first) {
        return switch (first) {
            case 0xf4, 0xf5 -> CborType.BOOL;
            case 0xf6 -> CborType.NIL;
            case 0xf9, 0xfa, 0xfb -> throw new CborException("floats are not allowed", position);
            case 0xff -> throw new CborException("indefinite lengths are not allowed", position);
            default -> throw new CborException("simple values other than false, true, null are not allowed", position);
        };
    }

    private int lengthInBytes() {
        if (argument < 0 || argument > input.length - position) {
            throw new CborException("string is longer than the input", itemStart);
        }
        return (int) argument;
    }

    private int open(boolean map) {
        int left = input.length - position;
        if (argument < 0 || argument > (map ? left / 2 : left)) {
            throw new CborException("container claims more items than bytes remain", itemStart);
        }
        int count = (int) argument;
        if (depth == maxDepth) {
            throw new CborException("nested deeper than " + maxDepth, itemStart);
        }
        deepest = Math.max(deepest, depth + 1);
        if (count == 0) {
            close();
            return 0;
        }
        lacking[depth] = map ? 2 * count : count;
        isMap[depth] = map;
        keyStart[depth] = NO_KEY;
        depth++;
        return count;
    }

    /** Counts one complete item, checks it when it was a key, and closes the containers it completes. */
    private void close() {
        while (depth > 0) {
            int top = depth - 1;
            if (isMap[top] && (lacking[top] & 1) == 0) {
                checkKey(top);
            }
            if (--lacking[top] > 0) {
                return;
            }
            depth--;
        }
    }

    private void checkKey(int top) {
        if (keyStart[top] != NO_KEY
                && Arrays.compareUnsigned(input, keyStart[top], keyEnd[top], input, itemStart, position) >= 0) {
            throw new CborException("map keys are not ascending", itemStart);
        }
        keyStart[top] = itemStart;
        keyEnd[top] = position;
    }

    private void requireKeyPlace() {
        if (depth == 0 || !isMap[depth - 1] || (lacking[depth - 1] & 1) != 0) {
            throw new CborException("no map key here", position);
        }
    }

    private void need(int at, int count) {
        if (input.length - at < count) {
            throw new CborException("input ends inside an item", at);
        }
    }
}
