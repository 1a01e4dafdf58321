package org.comity.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.comity.node.access.SeededEntropy;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final MemberId MEMBER = new MemberId("XA");
    private static final String PRINTED_WORDS =
            "nesaka pileta pukopo nomena komila kinumi netane pukumi lepoku lipaso metuku kamiki";
    private static final String PRINTED_DIGITS = "24766 73252 30658 75881 07573 18708 35322 40912";

    private final IdentityPublicKeys keys =
            IdentityKeys.generate(new SeededEntropy(11)).publicKeys();
    private final Fingerprint fingerprint = Fingerprint.of(Realm.WORLD, MEMBER, keys);

    @Test
    void wordsAndDigitsAreTheSameNumber() {
        BigInteger fromWords = BigInteger.ZERO;
        for (String word : fingerprint.words()) {
            fromWords = fromWords.shiftLeft(11).add(BigInteger.valueOf(Words.number(word)));
        }
        assertThat(fromWords).isEqualTo(new BigInteger(fingerprint.digits().replace(" ", "")));
        assertThat(fingerprint.words()).hasSize(12);
        assertThat(fingerprint.digits()).matches("[0-9]{5}( [0-9]{5}){7}");
    }

    @Test
    void staysWhatPeopleHaveWrittenDown() {
        assertThat(fingerprint).hasToString(PRINTED_WORDS);
        assertThat(fingerprint.digits()).isEqualTo(PRINTED_DIGITS);
    }

    @Test
    void differsForRealmMemberAndEitherKey() {
        IdentityPublicKeys other = IdentityKeys.generate(new SeededEntropy(12)).publicKeys();
        assertThat(List.of(
                        Fingerprint.of(Realm.exercise("e1"), MEMBER, keys),
                        Fingerprint.of(Realm.WORLD, new MemberId("XB"), keys),
                        Fingerprint.of(Realm.WORLD, MEMBER, new IdentityPublicKeys(other.ed25519(), keys.mlDsa44())),
                        Fingerprint.of(Realm.WORLD, MEMBER, new IdentityPublicKeys(keys.ed25519(), other.mlDsa44()))))
                .doesNotContain(fingerprint)
                .doesNotHaveDuplicates();
    }

    @Test
    void takesWordsAsPeopleTypeThem() {
        List<String> words = fingerprint.words();
        for (String typed : List.of(
                String.join(" ", words),
                "  " + String.join("-", words) + " ",
                String.join(",\n ", words).toUpperCase(Locale.ROOT),
                String.join("\t", words) + ".")) {
            assertThatCode(() -> fingerprint.requireSame(typed)).doesNotThrowAnyException();
        }
    }

    @Test
    void takesDigitsAsPeopleTypeThem() {
        String digits = fingerprint.digits();
        StringBuilder arabic = new StringBuilder();
        digits.chars().forEach(c -> arabic.append(c == ' ' ? ' ' : (char) ('\u0660' + (c - '0'))));
        for (String typed : List.of(digits, digits.replace(" ", ""), digits.replace(' ', '-'), arabic.toString())) {
            assertThatCode(() -> fingerprint.requireSame(typed)).doesNotThrowAnyException();
        }
    }

    @Test
    void namesTheWordThatDiffers() {
        for (int i = 0; i < 12; i++) {
            List<String> typed = new ArrayList<>(fingerprint.words());
            typed.set(i, Words.word((Words.number(typed.get(i)) + 1) % Words.COUNT));
            refused(String.join(" ", typed), i + 1, "word " + (i + 1) + " differs");
        }
    }

    @Test
    void namesTheWordThatIsNone() {
        List<String> typed = new ArrayList<>(fingerprint.words());
        typed.set(6, "zebra");
        refused(String.join(" ", typed), 7, "word 7, \"zebra\", is not in the word list");
    }

    @Test
    void refusesSwappedWords() {
        List<String> typed = new ArrayList<>(fingerprint.words());
        typed.set(0, fingerprint.words().get(1));
        typed.set(1, fingerprint.words().get(0));
        refused(String.join(" ", typed), 1, "word 1 differs");
    }

    @Test
    void refusesTooFewAndTooManyWords() {
        List<String> words = fingerprint.words();
        refused(String.join(" ", words.subList(0, 11)), 0, "11 words");
        refused(String.join(" ", words) + " " + words.getFirst(), 0, "13 words");
    }

    @Test
    void namesTheGroupOfDigitsThatDiffers() {
        String digits = fingerprint.digits().replace(" ", "");
        for (int i = 0; i < digits.length(); i++) {
            char other = digits.charAt(i) == '9' ? '0' : (char) (digits.charAt(i) + 1);
            refused(digits.substring(0, i) + other + digits.substring(i + 1), i / 5 + 1, "group " + (i / 5 + 1));
        }
    }

    @Test
    void refusesTooFewAndTooManyDigits() {
        refused(fingerprint.digits().substring(1), 0, "39 digits");
        refused(fingerprint.digits() + "0", 0, "41 digits");
    }

    @Test
    void refusesNothingAndTooMuch() {
        refused("", 0, "0 digits");
        refused("a".repeat(2_000), 0, "2000 characters");
    }

    @Test
    void keepsLeadingZeros() {
        // The first seed whose number has fewer than 40 digits; about one in ten does.
        for (long seed = 1; seed < 200; seed++) {
            IdentityPublicKeys candidate =
                    IdentityKeys.generate(new SeededEntropy(seed)).publicKeys();
            Fingerprint small = Fingerprint.of(Realm.WORLD, MEMBER, candidate);
            if (small.digits().startsWith("0")) {
                assertThat(small.digits().replace(" ", "")).hasSize(40);
                assertThatCode(() -> small.requireSame(small.digits())).doesNotThrowAnyException();
                return;
            }
        }
        throw new AssertionError("no seed below 200 gives a leading zero");
    }

    private void refused(String typed, int position, String why) {
        assertThatThrownBy(() -> fingerprint.requireSame(typed))
                .isInstanceOfSatisfying(
                        FingerprintMismatch.class, e -> assertThat(e.position()).isEqualTo(position))
                .hasMessageContaining(why);
    }
}
