package org.comity.node.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;

/** Makes the word list again from its rule, which {@link Words} tells. */
class WordListTest {

    private static final List<String> CONSONANTS = List.of("k", "l", "m", "n", "p", "s", "t");
    private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u");

    /** Pieces that are rude, or name an insult or a body part, in a language known to the authors. */
    private static final List<String> AVOIDED =
            List.of(("ana anu asu ases isi kak kan kek kik kil kim kok kon kos kuk kul kun "
                            + "kus kut lol lul lup mam mas mat mem mok mul mut nak nan nas neg nik nip nis nuk pak pan pen pet pik pin pip pis "
                            + "pop pup pus put sal sas sik sis sot suk tap tet tit tol tot")
                    .split(" ", -1));

    @Test
    void isMadeByItsRule() {
        assertThat(shipped()).isEqualTo(generated());
    }

    @Test
    void anyTwoWordsDifferInTwoSounds() {
        Set<String> words = new HashSet<>(shipped());
        assertThat(words).hasSize(Words.COUNT);
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                List<String> sounds = i % 2 == 0 ? CONSONANTS : VOWELS;
                for (String other : sounds) {
                    String changed = word.substring(0, i) + other + word.substring(i + 1);
                    assertThat(words.contains(changed) && !changed.equals(word))
                            .as("%s and %s", word, changed)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void numbersAndWordsBelongTogether() {
        for (int i = 0; i < Words.COUNT; i++) {
            assertThat(Words.number(Words.word(i))).isEqualTo(i);
        }
        assertThat(Words.number("hello")).isEqualTo(-1);
    }

    private static List<String> shipped() {
        return IntStream.range(0, Words.COUNT).mapToObj(Words::word).toList();
    }

    private static List<String> generated() {
        List<String> syllables = new ArrayList<>();
        for (String consonant : CONSONANTS) {
            for (String vowel : VOWELS) {
                syllables.add(consonant + vowel);
            }
        }
        List<String> words = new ArrayList<>();
        for (String first : syllables) {
            for (String second : syllables) {
                for (String third : syllables) {
                    String word = first + second + third;
                    boolean repeats = first.equals(second) || second.equals(third);
                    int sum = weight(first) + 2 * weight(second) + 3 * weight(third);
                    if (!repeats && sum % 7 == 0 && AVOIDED.stream().noneMatch(word::contains)) {
                        words.add(word);
                    }
                }
            }
        }
        words.sort(Comparator.comparing(
                word -> Hash.sha256(word.getBytes(StandardCharsets.US_ASCII)).hex()));
        return words.subList(0, Words.COUNT).stream().sorted().toList();
    }

    private static int weight(String syllable) {
        return CONSONANTS.indexOf(syllable.substring(0, 1)) + VOWELS.indexOf(syllable.substring(1));
    }
}
