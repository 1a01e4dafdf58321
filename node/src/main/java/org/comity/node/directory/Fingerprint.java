package org.comity.node.directory;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.Hash;

/**
 * What two officers read to each other over the telephone before their states recognise each other's nodes.
 *
 * <p>The first 132 bits of SHA-256 over a domain string and the deterministic CBOR array [realm, member code, Ed25519 key, ML-DSA-44
 * key]. They are spoken either as 12 words of 11 bits each, or as one number of 40 decimal digits in eight groups of five: digits
 * exist in every language. It is never shortened: the adversary is a state, and to find other keys with the same 132 bits costs it
 * some 2^132 trials. Realm and member code are inside, so neither an exercise nor another member's keys can give it.
 */
public final class Fingerprint {

    /** Words in a fingerprint. */
    public static final int WORDS = 12;

    /** Decimal digits in a fingerprint. */
    public static final int DIGITS = 40;

    private static final int BITS_PER_WORD = 11;
    private static final int BITS = WORDS * BITS_PER_WORD;
    private static final int GROUP = 5;
    private static final int MAX_TYPED = 1_000;
    private static final byte[] DOMAIN = "comity/fingerprint/v1\n".getBytes(StandardCharsets.US_ASCII);

    private final BigInteger value;

    private Fingerprint(BigInteger value) {
        this.value = value;
    }

    public static Fingerprint of(Realm realm, MemberId member, IdentityPublicKeys keys) {
        byte[] subject = new CborWriter()
                .array(4)
                .text(realm.toString())
                .text(member.toString())
                .bytes(keys.ed25519().bytes())
                .bytes(keys.mlDsa44().bytes())
                .toBytes();
        byte[] digest = Hash.sha256(DOMAIN, subject).bytes();
        return new Fingerprint(new BigInteger(1, digest).shiftRight(Hash.BYTES * 8 - BITS));
    }

    /** The twelve words, in order. */
    public List<String> words() {
        List<String> words = new ArrayList<>(WORDS);
        for (int i = 0; i < WORDS; i++) {
            int shift = BITS - BITS_PER_WORD * (i + 1);
            words.add(Words.word(value.shiftRight(shift).intValue() & (Words.COUNT - 1)));
        }
        return List.copyOf(words);
    }

    /** The forty digits in eight groups of five, each followed by a space but the last. */
    public String digits() {
        return String.join(" ", groups());
    }

    /**
     * Compares what a person typed, words or digits, in upper or lower case, apart by spaces, hyphens, dots, commas or new lines.
     * Digits of any script count, such as Arabic-Indic or Devanagari ones.
     *
     * @throws FingerprintMismatch that names the first word or group which is no word of the list, or another one
     */
    public void requireSame(String typed) {
        if (typed.length() > MAX_TYPED) {
            throw new FingerprintMismatch(
                    "what was typed has " + typed.length() + " characters; a fingerprint has 12 words or 40 digits", 0);
        }
        if (typed.chars().anyMatch(Character::isLetter)) {
            requireSameWords(typed);
        } else {
            requireSameDigits(typed);
        }
    }

    private void requireSameWords(String typed) {
        List<String> given = Arrays.stream(typed.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        List<String> expected = words();
        for (int i = 0; i < Math.min(given.size(), WORDS); i++) {
            String word = given.get(i);
            if (Words.number(word) < 0) {
                throw new FingerprintMismatch(
                        "word " + (i + 1) + ", \"" + word + "\", is not in the word list; ask to hear it again", i + 1);
            }
            if (!word.equals(expected.get(i))) {
                throw new FingerprintMismatch(
                        "word " + (i + 1) + " differs: \"" + word + "\" was typed, the card gives \"" + expected.get(i)
                                + "\"; do not recognise this card unless the word was misheard",
                        i + 1);
            }
        }
        if (given.size() != WORDS) {
            throw new FingerprintMismatch(given.size() + " words were typed; a fingerprint has exactly " + WORDS, 0);
        }
    }

    private void requireSameDigits(String typed) {
        StringBuilder given = new StringBuilder();
        typed.codePoints().filter(Character::isDigit).forEach(c -> given.append(Character.digit(c, 10)));
        if (given.length() != DIGITS) {
            throw new FingerprintMismatch(
                    given.length() + " digits were typed; a fingerprint has exactly " + DIGITS, 0);
        }
        List<String> expected = groups();
        for (int i = 0; i < expected.size(); i++) {
            String group = given.substring(i * GROUP, (i + 1) * GROUP);
            if (!group.equals(expected.get(i))) {
                throw new FingerprintMismatch(
                        "group " + (i + 1) + " of five digits differs: " + group + " was typed, the card gives "
                                + expected.get(i) + "; do not recognise this card unless it was misheard",
                        i + 1);
            }
        }
    }

    private List<String> groups() {
        String number = value.toString();
        String padded = "0".repeat(DIGITS - number.length()) + number;
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < DIGITS; i += GROUP) {
            groups.add(padded.substring(i, i + GROUP));
        }
        return groups;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    @Override
    public String toString() {
        return String.join(" ", words());
    }
}
