package org.comity.node.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;

/** Maps of this room have fixed keys, all present, in ascending order: nothing optional, nothing unknown. */
final class CborFields {

    private CborFields() {}

    static void requireMap(CborReader in, int pairs) {
        int found = in.map();
        if (found != pairs) {
            throw new IllegalArgumentException("a map has " + found + " entries, must have " + pairs);
        }
    }

    static void requireArray(CborReader in, int items) {
        int found = in.array();
        if (found != items) {
            throw new IllegalArgumentException("an array has " + found + " items, must have " + items);
        }
    }

    static void requireKey(CborReader in, long key) {
        long found = in.key();
        if (found != key) {
            throw new IllegalArgumentException("key " + found + " stands where key " + key + " must be");
        }
    }

    /** Reads the key that must come next; what the reader gives then is its value. */
    static CborReader at(CborReader in, long key) {
        requireKey(in, key);
        return in;
    }

    static void requireText(CborReader in, String expected) {
        String found = in.text();
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("found \"" + found + "\", must be \"" + expected + "\"");
        }
    }

    /** Items of an array of at most {@code max}. @throws CborException if an item is not of its form */
    static <T> List<T> list(CborReader in, int max, Function<CborReader, T> item) {
        int count = in.array();
        if (count > max) {
            throw new IllegalArgumentException("a list has " + count + " items, legal are at most " + max);
        }
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.apply(in));
        }
        return List.copyOf(items);
    }

    static void texts(CborWriter out, List<String> texts) {
        out.array(texts.size());
        texts.forEach(out::text);
    }
}
