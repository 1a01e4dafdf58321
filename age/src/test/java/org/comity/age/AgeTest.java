package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.age.Fixtures.CLASSICAL;
import static org.comity.age.Fixtures.HYBRID;
import static org.comity.age.Fixtures.assertFault;
import static org.comity.age.Fixtures.openHybrid;
import static org.comity.age.Fixtures.plaintext;
import static org.comity.age.Fixtures.sealedToClassical;
import static org.comity.age.Fixtures.sealedToHybrid;
import static org.comity.age.Fixtures.seeded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.comity.age.AgeException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealing and opening in memory: every size that matters, and every way a file can be wrong. */
class AgeTest {
    private static final int CHUNK = Format.CHUNK_BYTES;
    private static final int HYBRID_HEADER = 1_627;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 1_000_000})
    void opensWhatItSealed(int length) {
        byte[] plaintext = plaintext(length);
        assertThat(openHybrid(sealedToHybrid(plaintext))).isEqualTo(plaintext);
        assertThat(Age.open(sealedToClassical(plaintext), List.of(CLASSICAL))).isEqualTo(plaintext);
    }

    @Test
    void headersHaveTheLengthsOfTheFormat() {
        assertThat(Header.peek(sealedToHybrid(plaintext(9))).length()).isEqualTo(HYBRID_HEADER);
        assertThat(Header.peek(sealedToClassical(plaintext(9))).length()).isEqualTo(168);
        assertThat(sealedToHybrid(plaintext(0))).hasSize(HYBRID_HEADER + 16 + 16);
        assertThat(sealedToHybrid(plaintext(CHUNK))).hasSize(HYBRID_HEADER + 16 + CHUNK + 16);
        assertThat(sealedToHybrid(plaintext(CHUNK + 1))).hasSize(HYBRID_HEADER + 16 + CHUNK + 1 + 32);
    }

    @Test
    void sameRandomnessGivesTheSameFile() {
        byte[] plaintext = plaintext(70_000);
        for (Recipient recipient : List.of(HYBRID.recipient(), CLASSICAL.recipient())) {
            assertThat(Age.seal(List.of(recipient), plaintext, seeded(8)))
                    .isEqualTo(Age.seal(List.of(recipient), plaintext, seeded(8)))
                    .isNotEqualTo(Age.seal(List.of(recipient), plaintext, seeded(9)));
        }
    }

    @Test
    void drawsAllRandomnessFromTheArgument() {
        List<Integer> drawn = new ArrayList<>();
        Randomness counting = target -> drawn.add(target.length);
        Age.seal(List.of(HYBRID.recipient(), HYBRID.recipient()), plaintext(5), counting);
        assertThat(drawn).containsExactly(16, 64, 64, 16);
        drawn.clear();
        Age.seal(List.of(CLASSICAL.recipient()), plaintext(5), counting);
        assertThat(drawn).containsExactly(16, 32, 16);
    }

    @Test
    void everyRecipientOpensTheFile() {
        List<PostQuantumIdentity> identities =
                List.of(HYBRID, PostQuantumIdentity.generate(seeded(4)), PostQuantumIdentity.generate(seeded(5)));
        byte[] file =
                Age.seal(identities.stream().map(PostQuantumIdentity::recipient).toList(), plaintext(100), seeded(6));
        for (Identity identity : identities) {
            assertThat(Age.open(file, List.of(identity))).isEqualTo(plaintext(100));
        }
        assertThat(Age.open(file, List.of(CLASSICAL, identities.getLast()))).isEqualTo(plaintext(100));
    }

    @Test
    void refusesToMixRecipients() {
        List<Recipient> mixed = List.of(HYBRID.recipient(), CLASSICAL.recipient());
        assertFault(Fault.MIXED_RECIPIENTS, () -> Age.seal(mixed, plaintext(1), seeded(1)));
    }

    @Test
    void refusesNoneAndTooManyRecipients() {
        for (int count : new int[] {0, 33}) {
            List<Recipient> recipients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                recipients.add(CLASSICAL.recipient());
            }
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                    .isThrownBy(() -> Age.seal(recipients, plaintext(1), seeded(1)))
                    .withMessageContaining(count + " recipients");
        }
    }

    @Test
    void refusesAStranger() {
        byte[] file = sealedToHybrid(plaintext(10));
        Identity stranger = PostQuantumIdentity.generate(seeded(77));
        assertFault(Fault.NO_IDENTITY_MATCHES, () -> Age.open(file, List.of(stranger, CLASSICAL)));
        assertFault(Fault.NO_IDENTITY_MATCHES, () -> Age.open(file, List.of()));
    }

    @Test
    void refusesAFileCutAtAnyBoundary() {
        byte[] file = sealedToHybrid(plaintext(2 * CHUNK + 100));
        int start = HYBRID_HEADER + 16;
        int sealedChunk = Format.SEALED_CHUNK_BYTES;
        int[] lengths = {
            1,
            21,
            22,
            100,
            HYBRID_HEADER - 1,
            HYBRID_HEADER,
            start - 1,
            start,
            start + 1,
            start + 15,
            start + 16,
            start + 17,
            start + sealedChunk - 1,
            start + sealedChunk,
            start + sealedChunk + 1,
            start + sealedChunk + 16,
            start + 2 * sealedChunk,
            start + 2 * sealedChunk + 15,
            start + 2 * sealedChunk + 17,
            file.length - 1
        };
        for (int length : lengths) {
            byte[] cut = Arrays.copyOf(file, length);
            org.assertj.core.api.Assertions.assertThatExceptionOfType(AgeException.class)
                    .as("cut to %d", length)
                    .isThrownBy(() -> openHybrid(cut))
                    .extracting(AgeException::fault)
                    .isIn(Fault.TRUNCATED, Fault.CHUNK_CORRUPT);
        }
        assertFault(Fault.TRUNCATED, () -> openHybrid(Arrays.copyOf(file, start + sealedChunk)));
        assertFault(Fault.NOT_AGE, () -> openHybrid(new byte[0]));
    }

    @Test
    void refusesAFlippedBitAnywhere() {
        byte[] file = sealedToHybrid(plaintext(CHUNK + 50));
        int start = HYBRID_HEADER + 16;
        for (int at = 0; at < file.length; at += at < start + 40 ? 7 : 4_099) {
            byte[] flipped = file.clone();
            flipped[at] ^= 1;
            org.assertj.core.api.Assertions.assertThatExceptionOfType(AgeException.class)
                    .as("bit flipped in byte %d", at)
                    .isThrownBy(() -> openHybrid(flipped));
        }
    }

    @Test
    void namesTheCorruptChunk() {
        byte[] file = sealedToHybrid(plaintext(3 * CHUNK));
        file[HYBRID_HEADER + 16 + Format.SEALED_CHUNK_BYTES + 5] ^= 4;
        org.assertj.core.api.Assertions.assertThatExceptionOfType(AgeException.class)
                .isThrownBy(() -> openHybrid(file))
                .withMessageContaining("chunk 1 ");
    }

    @Test
    void refusesSwappedChunks() {
        byte[] file = sealedToHybrid(plaintext(3 * CHUNK));
        int first = HYBRID_HEADER + 16;
        byte[] swapped = file.clone();
        System.arraycopy(file, first, swapped, first + Format.SEALED_CHUNK_BYTES, Format.SEALED_CHUNK_BYTES);
        System.arraycopy(file, first + Format.SEALED_CHUNK_BYTES, swapped, first, Format.SEALED_CHUNK_BYTES);
        assertFault(Fault.CHUNK_CORRUPT, () -> openHybrid(swapped));
    }

    @Test
    void refusesBytesAfterTheEnd() {
        byte[] file = sealedToHybrid(plaintext(CHUNK));
        assertFault(Fault.TRAILING_DATA, () -> openHybrid(Arrays.copyOf(file, file.length + 40)));
        assertFault(Fault.TRAILING_DATA, () -> openHybrid(Arrays.copyOf(file, file.length + 1)));
    }

    @Test
    void refusesAnEmptyLastChunk() {
        Sealing sealing = Sealing.create(List.of(HYBRID.recipient()), seeded(3));
        byte[] preamble = sealing.preamble();
        byte[] file = new byte[preamble.length + Format.SEALED_CHUNK_BYTES + 16];
        System.arraycopy(preamble, 0, file, 0, preamble.length);
        ChunkCipher cipher = sealing.cipher();
        cipher.seal(0, false, new byte[CHUNK], 0, CHUNK, file, preamble.length);
        cipher.seal(1, true, new byte[0], 0, 0, file, preamble.length + Format.SEALED_CHUNK_BYTES);
        assertFault(Fault.CHUNK_CORRUPT, () -> openHybrid(file));
    }

    @Test
    void refusesAPlaintextOverTheLimit() {
        byte[] file = sealedToHybrid(plaintext(1_001));
        OpenRules rules = OpenRules.DEFAULT.withMaxPlaintextBytes(1_000);
        assertFault(Fault.PLAINTEXT_TOO_LARGE, () -> Age.open(file, List.of(HYBRID), rules));
        assertThat(Age.open(file, List.of(HYBRID), rules.withMaxPlaintextBytes(1_001)))
                .hasSize(1_001);
    }

    @Test
    void refusesAClassicalFileWherePostQuantumIsDemanded() {
        OpenRules rules = OpenRules.DEFAULT.withSinglePostQuantum();
        byte[] classical = sealedToClassical(plaintext(3));
        assertFault(Fault.HEADER_REFUSED, () -> Age.open(classical, List.of(CLASSICAL), rules));
        byte[] two = Age.seal(List.of(HYBRID.recipient(), HYBRID.recipient()), plaintext(3), seeded(1));
        assertFault(Fault.HEADER_REFUSED, () -> Age.open(two, List.of(HYBRID), rules));
        assertThat(Age.open(sealedToHybrid(plaintext(3)), List.of(HYBRID), rules))
                .isEqualTo(plaintext(3));
    }

    @Test
    void oneIdentityServesSeveralThreads() throws InterruptedException, ExecutionException {
        List<Callable<byte[]>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int length = i;
            tasks.add(() -> openHybrid(sealedToHybrid(plaintext(length))));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Future<byte[]>> opened = pool.invokeAll(tasks);
            for (int i = 0; i < opened.size(); i++) {
                assertThat(opened.get(i).get()).isEqualTo(plaintext(i));
            }
        }
    }
}
