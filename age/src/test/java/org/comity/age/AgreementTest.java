package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.age.Fixtures.CLASSICAL;
import static org.comity.age.Fixtures.HYBRID;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** All ways to the same bytes agree, for random sizes, ranges and keys. Replay with {@code -Dseed=}. */
class AgreementTest {
    private static final int ROUNDS = 60;

    @Test
    void streamMemoryAndRangesAgree() throws IOException {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try {
                oneRound(random);
            } catch (AssertionError | AgeException e) {
                throw new AssertionError("round " + round + ", replay with -Dseed=" + seed, e);
            }
        }
    }

    private static void oneRound(Random random) throws IOException {
        byte[] plaintext = new byte[size(random)];
        random.nextBytes(plaintext);
        Identity identity = random.nextBoolean() ? HYBRID : CLASSICAL;
        long keySeed = random.nextLong();
        byte[] file = Age.seal(List.of(identity.recipient()), plaintext, Fixtures.seeded(keySeed));
        Sealing sealing = Sealing.create(List.of(identity.recipient()), Fixtures.seeded(keySeed));

        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        AgeWriter.write(
                sealing,
                Channels.newChannel(new ByteArrayInputStream(plaintext)),
                Channels.newChannel(streamed),
                Workers.callingThread(),
                PassObserver.NONE);
        assertThat(streamed.toByteArray()).isEqualTo(file);
        assertThat(Age.open(file, List.of(identity))).isEqualTo(plaintext);

        int from = random.nextInt(file.length + 1);
        ByteBuffer sealedRange = ByteBuffer.allocate(random.nextInt(file.length - from + 1));
        sealing.regenerate(SeekableSource.of(plaintext), from, sealedRange);
        assertThat(sealedRange.array()).isEqualTo(Arrays.copyOfRange(file, from, from + sealedRange.capacity()));

        int at = random.nextInt(plaintext.length + 1);
        ByteBuffer openedRange = ByteBuffer.allocate(random.nextInt(plaintext.length - at + 1));
        AgeFile.open(SeekableSource.of(file), List.of(identity), OpenRules.DEFAULT)
                .read(at, openedRange);
        assertThat(openedRange.array()).isEqualTo(Arrays.copyOfRange(plaintext, at, at + openedRange.capacity()));
    }

    /** Often near a multiple of the chunk, else anything up to about 600 KiB. */
    private static int size(Random random) {
        return random.nextInt(3) == 0
                ? random.nextInt(600_000)
                : Math.max(0, random.nextInt(10) * Format.CHUNK_BYTES + random.nextInt(5) - 2);
    }
}
