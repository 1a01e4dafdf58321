package org.comity.node.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the writer yields the reader takes; whatever else the reader takes has one encoding only. */
class CborPropertyTest {
    static long[] seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readerAcceptsAllThatTheWriterYields(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            CborWriter writer = new CborWriter(0);
            write(random, writer, 5);
            byte[] bytes = writer.toBytes();
            CborReader reader = new CborReader(bytes);
            assertThat(reader.rawItem()).as("seed %d, run %d", seed, i).isEqualTo(bytes);
            reader.end();
        }
    }

    /** An accepted mutant, read and written again, must give its own bytes: otherwise two inputs have one meaning. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyAcceptedMutantIsItsOwnOnlyEncoding(long seed) {
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            CborWriter writer = new CborWriter(0);
            write(random, writer, 4);
            byte[] mutant = mutate(random, writer.toBytes());
            try {
                CborReader check = new CborReader(mutant);
                check.skip();
                check.end();
            } catch (CborException refused) {
                assertThat(refused.offset()).as("seed %d, run %d", seed, i).isBetween(0, mutant.length);
                continue;
            }
            accepted++;
            CborWriter again = new CborWriter(0);
            if (copy(new CborReader(mutant), again)) {
                assertThat(again.toBytes()).as("seed %d, run %d", seed, i).isEqualTo(mutant);
            }
        }
        assertThat(accepted).as("seed %d", seed).isPositive();
    }

    private static byte[] mutate(Random random, byte[] bytes) {
        byte[] mutant = bytes.clone();
        switch (random.nextInt(3)) {
            case 0 -> mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            default -> mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length + 1));
        }
        return mutant;
    }

    private static void write(Random random, CborWriter writer, int depth) {
        switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> writer.integer(number(random));
            case 1 -> writer.bytes(bytes(random));
            case 2 -> writer.text(text(random));
            case 3 -> writer.bool(random.nextBoolean());
            case 4 -> writer.nil();
            case 5 -> {
                int count = random.nextInt(5);
                writer.array(count);
                for (int i = 0; i < count; i++) {
                    write(random, writer, depth - 1);
                }
            }
            default -> writeMap(random, writer, depth);
        }
    }

    private static void writeMap(Random random, CborWriter writer, int depth) {
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        for (int i = random.nextInt(5); i > 0; i--) {
            CborWriter key = new CborWriter(0);
            keys.add((random.nextBoolean() ? key.uint(number(random) & Long.MAX_VALUE) : key.text(text(random)))
                    .toBytes());
        }
        writer.map(keys.size());
        for (byte[] key : keys) {
            writer.raw(key);
            write(random, writer, depth - 1);
        }
    }

    private static long number(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 30)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int point = random.nextInt(Character.MAX_CODE_POINT + 1) >> random.nextInt(20);
            text.appendCodePoint(point >= 0xd800 && point <= 0xdfff ? 'x' : point);
        }
        return text.toString();
    }

    /** False when the item holds an integer outside the signed range, which the writer cannot write. */
    private static boolean copy(CborReader reader, CborWriter writer) {
        switch (reader.peek()) {
            case UINT, NEGATIVE -> {
                byte[] raw = reader.rawItem();
                if (raw.length == 9 && raw[1] < 0) {
                    return false;
                }
                writer.integer(new CborReader(raw).integer());
            }
            case BYTES -> writer.bytes(reader.bytes());
            case TEXT -> writer.text(reader.text());
            case BOOL -> writer.bool(reader.bool());
            case NIL -> {
                reader.nil();
                writer.nil();
            }
            case ARRAY -> {
                int count = reader.array();
                writer.array(count);
                return copy(reader, writer, count);
            }
            case MAP -> {
                int pairs = reader.map();
                writer.map(pairs);
                return copy(reader, writer, 2 * pairs);
            }
        }
        return true;
    }

    private static boolean copy(CborReader reader, CborWriter writer, int items) {
        for (int i = 0; i < items; i++) {
            if (!copy(reader, writer)) {
                return false;
            }
        }
        return true;
    }
}
