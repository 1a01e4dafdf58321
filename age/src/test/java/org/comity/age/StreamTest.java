package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.comity.age.Fixtures.HYBRID;
import static org.comity.age.Fixtures.assertFault;
import static org.comity.age.Fixtures.plaintext;
import static org.comity.age.Fixtures.sealedToHybrid;
import static org.comity.age.Fixtures.seeded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.comity.age.AgeException.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes over streams: same bytes as in memory, in order, in constant memory, and refused in the same ways. */
class StreamTest {
    private static final int CHUNK = Format.CHUNK_BYTES;
    private static final ExecutorService POOL = Executors.newFixedThreadPool(3);
    private static final Workers PARALLEL = new Workers(POOL, 3);

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 524_288, 3_000_001})
    void writesAndReadsLikeTheInMemoryCalls(int length) throws IOException {
        byte[] plaintext = plaintext(length);
        for (Workers workers : List.of(PARALLEL, Workers.callingThread())) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            Sealing sealing = Sealing.create(List.of(HYBRID.recipient()), seeded(3));
            long written = AgeWriter.write(sealing, channel(plaintext), sink(file), workers, PassObserver.NONE);
            assertThat(written).isEqualTo(length);
            assertThat(file.toByteArray()).isEqualTo(sealedToHybrid(plaintext));
            assertThat(sealing.sealedLength(length)).isEqualTo(file.size());
            assertThat(read(file.toByteArray(), workers)).isEqualTo(plaintext);
        }
    }

    @Test
    void showsBothSidesInOrder() throws IOException {
        byte[] plaintext = plaintext(1_000_000);
        Recorder writing = new Recorder();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Sealing sealing = Sealing.create(List.of(HYBRID.recipient()), seeded(3));
        AgeWriter.write(sealing, channel(plaintext), sink(file), PARALLEL, writing);
        assertThat(writing.plaintext.toByteArray()).isEqualTo(plaintext);
        assertThat(writing.sealed.toByteArray()).isEqualTo(file.toByteArray());

        Recorder reading = new Recorder();
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        AgeReader.read(
                channel(file.toByteArray()), List.of(HYBRID), OpenRules.DEFAULT, sink(opened), PARALLEL, reading);
        assertThat(reading.plaintext.toByteArray()).isEqualTo(plaintext);
        assertThat(reading.sealed.toByteArray()).isEqualTo(file.toByteArray());
    }

    @Test
    void readsChannelsThatGiveFewBytesAtATime() throws IOException {
        byte[] plaintext = plaintext(200_000);
        byte[] file = sealedToHybrid(plaintext);
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        AgeReader.read(trickle(file), List.of(HYBRID), OpenRules.DEFAULT, sink(opened), PARALLEL, PassObserver.NONE);
        assertThat(opened.toByteArray()).isEqualTo(plaintext);
    }

    @Test
    void finishesWhenTheExecutorNeverRuns() throws IOException {
        List<Runnable> shelf = new ArrayList<>();
        byte[] plaintext = plaintext(2_000_000);
        assertThat(read(sealedToHybrid(plaintext), new Workers(shelf::add, 2))).isEqualTo(plaintext);
        assertThat(shelf).isNotEmpty();
    }

    @Test
    void finishesWhenTheExecutorRefuses() throws IOException {
        byte[] plaintext = plaintext(2_000_000);
        Workers refusing = new Workers(
                task -> {
                    throw new RejectedExecutionException();
                },
                2);
        assertThat(read(sealedToHybrid(plaintext), refusing)).isEqualTo(plaintext);
    }

    @Test
    void keepsNoMoreThanItsWindowUnderWay() throws IOException {
        int window = 2;
        int[] handedOver = {0};
        int[] written = {0};
        int[] most = {0};
        Workers shelved = new Workers(task -> most[0] = Math.max(most[0], ++handedOver[0] - written[0]), window);
        WritableByteChannel out = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) {
                written[0]++;
                int length = bytes.remaining();
                bytes.position(bytes.limit());
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        AgeReader.read(
                channel(sealedToHybrid(plaintext(5_000_000))),
                List.of(HYBRID),
                OpenRules.DEFAULT,
                out,
                shelved,
                PassObserver.NONE);
        assertThat(handedOver[0]).isEqualTo(20);
        assertThat(most[0]).isEqualTo(window + 1);
    }

    @Test
    void stopsAtTheCorruptChunkAndReleasesOnlyWhatPrecedesIt() {
        byte[] plaintext = plaintext(20 * CHUNK);
        byte[] file = sealedToHybrid(plaintext);
        int start = Header.peek(file).length() + 16;
        file[start + 9 * Format.SEALED_CHUNK_BYTES + 1] ^= 1;
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        assertThatExceptionOfType(AgeException.class)
                .isThrownBy(() -> AgeReader.read(
                        channel(file), List.of(HYBRID), OpenRules.DEFAULT, sink(released), PARALLEL, PassObserver.NONE))
                .withMessageContaining("chunk 9 ")
                .extracting(AgeException::fault)
                .isEqualTo(Fault.CHUNK_CORRUPT);
        assertThat(released.toByteArray()).isEqualTo(Arrays.copyOf(plaintext, 8 * CHUNK));
    }

    @Test
    void refusesAStreamCutBetweenChunks() {
        byte[] file = sealedToHybrid(plaintext(6 * CHUNK));
        int start = Header.peek(file).length() + 16;
        for (int chunks = 1; chunks < 6; chunks++) {
            byte[] cut = Arrays.copyOf(file, start + chunks * Format.SEALED_CHUNK_BYTES);
            assertFault(Fault.TRUNCATED, () -> read(cut, PARALLEL));
        }
        for (int length : new int[] {30, start - 17, start - 1, start, start + 3}) {
            assertFault(Fault.TRUNCATED, () -> read(Arrays.copyOf(file, length), PARALLEL));
        }
    }

    @Test
    void refusesBytesAfterTheLastChunk() {
        byte[] file = sealedToHybrid(plaintext(4 * CHUNK));
        assertFault(Fault.TRAILING_DATA, () -> read(Arrays.copyOf(file, file.length + 1), PARALLEL));
    }

    @Test
    void refusesAHeaderOverTheLimitWithoutReadingOn() {
        ReadableByteChannel endless = new ReadableByteChannel() {
            private boolean begun;

            @Override
            public int read(ByteBuffer target) {
                int length = target.remaining();
                if (!begun) {
                    target.put(
                            "age-encryption.org/v1\n-> grease ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    begun = true;
                }
                while (target.hasRemaining()) {
                    target.put((byte) 'a');
                }
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        assertFault(
                Fault.HEADER_TOO_LARGE,
                () -> AgeReader.read(
                        endless,
                        List.of(HYBRID),
                        OpenRules.DEFAULT,
                        sink(new ByteArrayOutputStream()),
                        PARALLEL,
                        PassObserver.NONE));
    }

    @Test
    void releasesNoMorePlaintextThanAllowed() {
        byte[] file = sealedToHybrid(plaintext(12 * CHUNK));
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        assertFault(
                Fault.PLAINTEXT_TOO_LARGE,
                () -> AgeReader.read(
                        channel(file),
                        List.of(HYBRID),
                        OpenRules.DEFAULT.withMaxPlaintextBytes(5 * CHUNK),
                        sink(released),
                        PARALLEL,
                        PassObserver.NONE));
        assertThat(released.size()).isLessThanOrEqualTo(5 * CHUNK);
    }

    @Test
    void passesOnAFailureOfTheTarget() {
        WritableByteChannel full = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                throw new IOException("no space");
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        byte[] file = sealedToHybrid(plaintext(3_000_000));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> AgeReader.read(
                        channel(file), List.of(HYBRID), OpenRules.DEFAULT, full, PARALLEL, PassObserver.NONE))
                .withMessage("no space");
    }

    @ParameterizedTest
    @MethodSource("org.comity.age.CctvVector#all")
    void agreesWithTheInMemoryReaderOnTheVectors(CctvVector vector) throws IOException {
        if (vector.field("expect").equals("success")) {
            ByteArrayOutputStream opened = new ByteArrayOutputStream();
            AgeReader.read(
                    channel(vector.file()),
                    vector.identities(),
                    OpenRules.DEFAULT,
                    sink(opened),
                    PARALLEL,
                    PassObserver.NONE);
            assertThat(opened.toByteArray()).isEqualTo(Age.open(vector.file(), vector.identities()));
        } else {
            assertThatExceptionOfType(AgeException.class)
                    .isThrownBy(() -> AgeReader.read(
                            channel(vector.file()),
                            vector.identities(),
                            OpenRules.DEFAULT,
                            sink(new ByteArrayOutputStream()),
                            PARALLEL,
                            PassObserver.NONE));
        }
    }

    private static byte[] read(byte[] file, Workers workers) throws IOException {
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        long length = AgeReader.read(
                channel(file), List.of(HYBRID), OpenRules.DEFAULT, sink(opened), workers, PassObserver.NONE);
        assertThat(length).isEqualTo(opened.size());
        return opened.toByteArray();
    }

    private static ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static WritableByteChannel sink(ByteArrayOutputStream out) {
        return Channels.newChannel(out);
    }

    /** 1 to 997 bytes a read. */
    private static ReadableByteChannel trickle(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) {
                if (!rest.hasRemaining()) {
                    return -1;
                }
                int length = Math.min(1 + rest.position() % 997, Math.min(rest.remaining(), target.remaining()));
                target.put(rest.slice(rest.position(), length));
                rest.position(rest.position() + length);
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private static final class Recorder implements PassObserver {
        private final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
        private final ByteArrayOutputStream sealed = new ByteArrayOutputStream();

        @Override
        public void plaintext(ByteBuffer bytes) {
            plaintext.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }

        @Override
        public void sealed(ByteBuffer bytes) {
            sealed.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
    }
}
