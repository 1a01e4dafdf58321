package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.age.Fixtures.CLASSICAL;
import static org.comity.age.Fixtures.HYBRID;
import static org.comity.age.Fixtures.assertFault;
import static org.comity.age.Fixtures.plaintext;
import static org.comity.age.Fixtures.sealedToClassical;
import static org.comity.age.Fixtures.sealedToHybrid;
import static org.comity.age.Fixtures.seeded;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.comity.age.AgeException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of the header, its limits, and its MAC. */
class HeaderTest {
    private static final String MAC = "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    private static final String GREASE = "-> grease one two\nAAAA\n";

    @Test
    void parsesStanzasOfUnknownType() {
        Header header = parse("age-encryption.org/v1\n" + GREASE + "-> x\n\n" + MAC + "rest");
        assertThat(header.stanzas())
                .containsExactly(
                        new Stanza("grease", List.of("one", "two"), new byte[3]),
                        new Stanza("x", List.of(), new byte[0]));
        assertThat(header.length()).isEqualTo(22 + GREASE.length() + 6 + MAC.length());
    }

    @Test
    void parsesFromNoMoreThanTheHeader() {
        byte[] file = sealedToHybrid(plaintext(100));
        Header header = Header.peek(Arrays.copyOf(file, 1_627));
        header.requireSinglePostQuantum();
        assertThat(header.length()).isEqualTo(1_627);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-> \nAAAA\n",
                "->\nAAAA\n",
                "->x\nAAAA\n",
                "-> a  b\nAAAA\n",
                "-> a \nAAAA\n",
                "->  a\nAAAA\n",
                "-> a\tb\nAAAA\n",
                "-> \u00e9\nAAAA\n",
                "-> a\r\nAAAA\n",
                "-> a\nAAAA\r\n",
                "-> a\nAAAA==\n",
                "-> a\nAA==\n",
                "-> a\nAB\n",
                "-> a\nA\n",
                "-> a\nAA-_\n",
                "-> a\nAAAA\nAAAA\n",
                "-> a\nAA AA\n",
                "-> a\n",
                "\n",
                "",
                "garbage\n"
            })
    void refusesEveryOtherSpelling(String stanzas) {
        assertFault(Fault.HEADER_MALFORMED, () -> parse("age-encryption.org/v1\n" + stanzas + MAC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\n",
                "---AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "--- AAAA\n",
                "---  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n",
                "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA \n",
                "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
            })
    void refusesAMisshapenMacLine(String mac) {
        assertFault(Fault.HEADER_MALFORMED, () -> parse("age-encryption.org/v1\n" + GREASE + mac));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "age-encryption.org/v2\n",
                "age-encryption.org/v1\r\n",
                "age-encryption.org/v10\n",
                " age-encryption.org/v1\n",
                "AGE-encryption.org/v1\n",
                "-----BEGIN AGE ENCRYPTED FILE-----\n",
                "PK"
            })
    void refusesAnotherFirstLine(String line) {
        assertFault(Fault.NOT_AGE, () -> parse(line + GREASE + MAC));
    }

    @Test
    void wrapsBodiesAtSixtyFourColumns() {
        String full = "A".repeat(64);
        String start = "age-encryption.org/v1\n-> a\n";
        assertThat(parse(start + full + "\n\n" + MAC).stanzas().getFirst().body())
                .hasSize(48);
        assertThat(parse(start + full + "\nAAAA\n" + MAC).stanzas().getFirst().body())
                .hasSize(51);
        assertFault(Fault.HEADER_MALFORMED, () -> parse(start + full + "\n" + MAC));
        assertFault(Fault.HEADER_MALFORMED, () -> parse(start + full + "AAAA\n" + MAC));
        StringBuilder written = new StringBuilder();
        new Stanza("a", List.of(), new byte[48]).appendTo(written);
        assertThat(written).hasToString("-> a\n" + full + "\n\n");
    }

    @Test
    void saysTruncatedWhenTheInputEndsInsideTheHeader() {
        byte[] header = Arrays.copyOf(sealedToHybrid(plaintext(1)), 1_627);
        for (int length = 1; length < header.length; length++) {
            byte[] prefix = Arrays.copyOf(header, length);
            assertFault(Fault.TRUNCATED, () -> Header.peek(prefix));
        }
    }

    @Test
    void refusesAHeaderOverTheLimit() {
        byte[] file = sealedToHybrid(plaintext(1));
        assertFault(Fault.HEADER_TOO_LARGE, () -> Header.peek(file, OpenRules.DEFAULT.withMaxHeaderBytes(1_626)));
        assertThat(Header.peek(file, OpenRules.DEFAULT.withMaxHeaderBytes(1_627))
                        .length())
                .isEqualTo(1_627);
    }

    @Test
    void refusesTooManyStanzas() {
        String start = "age-encryption.org/v1\n";
        assertThat(parse(start + GREASE.repeat(32) + MAC).stanzas()).hasSize(32);
        assertFault(Fault.HEADER_TOO_LARGE, () -> parse(start + GREASE.repeat(33) + MAC));
    }

    @Test
    void writesTheMostRecipientsWithinTheDefaultLimits() {
        byte[] file = Age.seal(Collections.nCopies(32, HYBRID.recipient()), plaintext(1), seeded(1));
        assertThat(Header.peek(file).stanzas()).hasSize(32);
        assertThat(Fixtures.openHybrid(file)).isEqualTo(plaintext(1));
    }

    @Test
    void refusesAStanzaSlippedIn() {
        String file = new String(sealedToClassical(plaintext(1)), StandardCharsets.ISO_8859_1);
        String changed = file.replace("\n--- ", "\n" + GREASE + "--- ");
        assertFault(Fault.MAC_WRONG, () -> Age.open(changed.getBytes(StandardCharsets.ISO_8859_1), List.of(CLASSICAL)));
    }

    @Test
    void refusesAShareOfLowOrder() {
        String share = Base64Text.encode(new byte[32]);
        String header =
                "age-encryption.org/v1\n-> X25519 " + share + "\n" + Base64Text.encode(new byte[32]) + "\n" + MAC;
        assertFault(
                Fault.ZERO_SHARED_SECRET,
                () -> Age.open(header.getBytes(StandardCharsets.US_ASCII), List.of(CLASSICAL)));
    }

    /** Replay with {@code -Dseed=}. */
    @Test
    void neverFailsInAnotherWayOnMutatedHeaders() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        byte[] sound = Arrays.copyOf(sealedToClassical(plaintext(1)), 168);
        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = Arrays.copyOf(sound, 100 + random.nextInt(69));
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                mutated[random.nextInt(mutated.length)] = random.nextBoolean() ? (byte) '\n' : (byte) random.nextInt();
            }
            try {
                assertThat(Header.peek(mutated).length()).isLessThanOrEqualTo(mutated.length);
            } catch (AgeException refused) {
                assertThat(refused.fault()).isNotNull();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("round " + round + ", replay with -Dseed=" + seed, e);
            }
        }
    }

    private static Header parse(String text) {
        return Header.peek(text.getBytes(StandardCharsets.UTF_8));
    }
}
