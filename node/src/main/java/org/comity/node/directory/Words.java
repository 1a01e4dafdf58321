package org.comity.node.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * The 2,048 words in which fingerprints are spoken, in alphabetical order: word number {@code i} stands for the 11 bits {@code i}.
 *
 * <p>They belong to no language. Each is three syllables of one consonant of k l m n p s t and one vowel of a e i o u: sounds that
 * nearly every language has, written as they are said. Let c and v count those letters from 0; a combination is a word only if
 * (c1+v1) + 2(c2+v2) + 3(c3+v3) is divisible by 7, so any two words differ in at least two sounds, and a single misheard or mistyped
 * sound gives no word at all. No syllable repeats at once. Combinations that contain a piece that is rude or painful in a language known to
 * the authors are left out. Of what remains, the 2,048 with the smallest SHA-256 are taken.
 */
final class Words {

    static final int COUNT = 2_048;

    private static final List<String> ALL = read();

    private Words() {}

    static String word(int number) {
        return ALL.get(number);
    }

    /** Number of the word, or -1. */
    static int number(String word) {
        int found = Collections.binarySearch(ALL, word);
        return found < 0 ? -1 : found;
    }

    private static List<String> read() {
        try (InputStream in = Words.class.getResourceAsStream("fingerprint-words.txt")) {
            if (in == null) {
                throw new IllegalStateException("the word list is missing from this build");
            }
            List<String> words = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (words.size() != COUNT) {
                throw new IllegalStateException("the word list has " + words.size() + " words, must have " + COUNT);
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
