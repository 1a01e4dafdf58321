package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.comity.age.Fixtures.HYBRID;
import static org.comity.age.Fixtures.assertFault;
import static org.comity.age.Fixtures.plaintext;
import static org.comity.age.Fixtures.sealedToHybrid;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.comity.age.AgeException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading at any offset. */
class AgeFileTest {
    private static final int CHUNK = Format.CHUNK_BYTES;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, 300_000})
    void readsAnyRange(int length) throws IOException {
        byte[] plaintext = plaintext(length);
        AgeFile file = open(sealedToHybrid(plaintext));
        assertThat(file.size()).isEqualTo(length);
        int[] marks = {0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, length - 1, length};
        for (int from : marks) {
            for (int to : marks) {
                if (from >= 0 && from <= to && to <= length) {
                    ByteBuffer target = ByteBuffer.allocate(to - from);
                    file.read(from, target);
                    assertThat(target.array()).isEqualTo(Arrays.copyOfRange(plaintext, from, to));
                }
            }
        }
    }

    @Test
    void refusesAFileCutBetweenChunksBeforeAnyRead() {
        byte[] file = sealedToHybrid(plaintext(3 * CHUNK));
        int start = Header.peek(file).length() + 16;
        assertFault(Fault.TRUNCATED, () -> open(Arrays.copyOf(file, start + 2 * Format.SEALED_CHUNK_BYTES)));
        assertFault(Fault.TRUNCATED, () -> open(Arrays.copyOf(file, start + Format.SEALED_CHUNK_BYTES + 9)));
        assertFault(Fault.CHUNK_CORRUPT, () -> open(Arrays.copyOf(file, start + Format.SEALED_CHUNK_BYTES + 16)));
        assertFault(Fault.CHUNK_CORRUPT, () -> open(Arrays.copyOf(file, file.length - 1)));
        assertFault(Fault.TRUNCATED, () -> open(Arrays.copyOf(file, start + 15)));
        assertFault(Fault.TRUNCATED, () -> open(Arrays.copyOf(file, start - 20)));
    }

    @Test
    void refusesBytesAfterTheEndBeforeAnyRead() {
        byte[] file = sealedToHybrid(plaintext(100));
        assertFault(Fault.CHUNK_CORRUPT, () -> open(Arrays.copyOf(file, file.length + 1)));
    }

    @Test
    void refusesOnlyTheCorruptChunk() throws IOException {
        byte[] plaintext = plaintext(3 * CHUNK);
        byte[] sealed = sealedToHybrid(plaintext);
        sealed[Header.peek(sealed).length() + 16 + Format.SEALED_CHUNK_BYTES + 1] ^= 1;
        AgeFile file = open(sealed);
        file.read(0, ByteBuffer.allocate(CHUNK));
        assertFault(Fault.CHUNK_CORRUPT, () -> file.read(CHUNK, ByteBuffer.allocate(1)));
        ByteBuffer last = ByteBuffer.allocate(10);
        file.read(2 * CHUNK, last);
        assertThat(last.array()).isEqualTo(Arrays.copyOfRange(plaintext, 2 * CHUNK, 2 * CHUNK + 10));
    }

    @Test
    void refusesReadsPastTheEnd() throws IOException {
        AgeFile file = open(sealedToHybrid(plaintext(100)));
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> file.read(99, ByteBuffer.allocate(2)));
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> file.read(-1, ByteBuffer.allocate(2)));
    }

    @Test
    void refusesAPlaintextOverTheLimit() {
        byte[] file = sealedToHybrid(plaintext(101));
        assertFault(
                Fault.PLAINTEXT_TOO_LARGE,
                () -> AgeFile.open(
                        SeekableSource.of(file), List.of(HYBRID), OpenRules.DEFAULT.withMaxPlaintextBytes(100)));
    }

    private static AgeFile open(byte[] file) throws IOException {
        return AgeFile.open(SeekableSource.of(file), List.of(HYBRID), OpenRules.DEFAULT);
    }
}
