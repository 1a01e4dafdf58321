package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.comity.age.Fixtures.CLASSICAL;
import static org.comity.age.Fixtures.HYBRID;
import static org.comity.age.Fixtures.assertFault;
import static org.comity.age.Fixtures.openHybrid;
import static org.comity.age.Fixtures.plaintext;
import static org.comity.age.Fixtures.seeded;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.comity.age.AgeException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same file again, whole and in ranges. */
class SealingTest {
    private static final Sealing SEALING = Sealing.create(List.of(HYBRID.recipient()), seeded(3));

    @TempDir
    private Path folder;

    @Test
    void regeneratesEveryRangeAroundEveryBoundary() throws IOException {
        byte[] plaintext = plaintext(3 * Format.CHUNK_BYTES + 10);
        byte[] file = SEALING.seal(plaintext);
        int header = SEALING.header().length();
        int start = header + 16;
        int[] marks = {
            0, 1, header, start, start + Format.SEALED_CHUNK_BYTES, start + 2 * Format.SEALED_CHUNK_BYTES, file.length
        };
        for (int from : marks) {
            for (int to : marks) {
                for (int shift = -1; shift <= 1; shift++) {
                    int begin = Math.clamp(from + shift, 0, file.length);
                    if (begin <= to) {
                        assertThat(range(SEALING, plaintext, begin, to - begin))
                                .as("%d to %d", begin, to)
                                .isEqualTo(Arrays.copyOfRange(file, begin, to));
                    }
                }
            }
        }
    }

    @Test
    void regeneratesTheFileOfAnEmptyPlaintext() throws IOException {
        byte[] file = SEALING.seal(new byte[0]);
        assertThat(range(SEALING, new byte[0], 0, file.length)).isEqualTo(file);
        assertThat(openHybrid(file)).isEmpty();
    }

    @Test
    void regeneratesFromAFileOnDisk() throws IOException {
        byte[] plaintext = plaintext(200_000);
        Path path = Files.write(folder.resolve("plain"), plaintext);
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer target = ByteBuffer.allocateDirect(100_000);
            SEALING.regenerate(SeekableSource.of(channel), 70_000, target);
            byte[] made = new byte[100_000];
            target.flip().get(made);
            assertThat(made).isEqualTo(Arrays.copyOfRange(SEALING.seal(plaintext), 70_000, 170_000));
            assertThat(channel.position()).isZero();
        }
    }

    @Test
    void regeneratesOutOfAnotherSealedFile() throws IOException {
        byte[] plaintext = plaintext(150_000);
        byte[] vault = Age.seal(List.of(CLASSICAL.recipient()), plaintext, seeded(12));
        AgeFile source = AgeFile.open(SeekableSource.of(vault), List.of(CLASSICAL), OpenRules.DEFAULT);
        byte[] file = SEALING.seal(plaintext);
        ByteBuffer target = ByteBuffer.allocate(file.length);
        SEALING.regenerate(source, 0, target);
        assertThat(target.array()).isEqualTo(file);
    }

    @Test
    void refusesARangeOutsideTheFile() {
        byte[] plaintext = plaintext(10);
        int length = (int) SEALING.sealedLength(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> range(SEALING, plaintext, length - 4, 5))
                .withMessageContaining("of a file of " + length);
        assertThatIllegalArgumentException().isThrownBy(() -> range(SEALING, plaintext, -1, 5));
    }

    @Test
    void failsWhenThePlaintextShrankUnderIt() {
        SeekableSource shrinking = new SeekableSource() {
            @Override
            public long size() {
                return 100;
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                SeekableSource.of(new byte[50]).read(offset, target);
            }
        };
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> SEALING.regenerate(shrinking, 0, ByteBuffer.allocate(1_700)));
    }

    @Test
    void survivesStoring() {
        Sealing stored = Sealing.ofSecretBytes(SEALING.revealSecretBytes());
        assertThat(stored).isEqualTo(SEALING);
        assertThat(stored.seal(plaintext(70_000))).isEqualTo(SEALING.seal(plaintext(70_000)));
    }

    @Test
    void refusesADamagedStoredSealing() {
        byte[] stored = SEALING.revealSecretBytes();
        assertFault(Fault.SEALING_MALFORMED, () -> Sealing.ofSecretBytes(new byte[0]));
        assertFault(Fault.SEALING_MALFORMED, () -> Sealing.ofSecretBytes(Arrays.copyOf(stored, stored.length - 1)));
        assertFault(Fault.SEALING_MALFORMED, () -> Sealing.ofSecretBytes(Arrays.copyOf(stored, stored.length + 1)));
        for (int at : new int[] {0, 1, 16, 40, 60, stored.length - 2}) {
            byte[] flipped = stored.clone();
            flipped[at] ^= 1;
            assertFault(Fault.SEALING_MALFORMED, () -> Sealing.ofSecretBytes(flipped));
        }
    }

    @Test
    void showsNoSecret() {
        assertThat(SEALING.toString()).startsWith("Sealing[secret, Header[").doesNotContain("key=");
    }

    private static byte[] range(Sealing sealing, byte[] plaintext, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        sealing.regenerate(SeekableSource.of(plaintext), offset, target);
        return target.array();
    }
}
