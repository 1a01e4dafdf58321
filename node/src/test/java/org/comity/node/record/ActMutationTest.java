package org.comity.node.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.comity.node.cbor.CborReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bent records: each is refused with the room's own exception, or is a record that spells itself exactly. */
class ActMutationTest {
    static long[] seeds() {
        Long replay = Long.getLong("seed");
        return replay != null
                ? new long[] {replay}
                : LongStream.rangeClosed(1, 20).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bentRecordIsRefusedOrSpellsItself(long seed) {
        Random random = new Random(seed);
        byte[] record = Act.encode(SampleRecords.full(), SampleRecords.STAMP);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bent = bend(random, record);
            Act act;
            try {
                act = Act.parse(bent);
            } catch (MalformedRecord e) {
                refused++;
                continue;
            }
            accepted++;
            if (act.unknownCritical().isEmpty() && !hasKeyOutsideTheLayout(new CborReader(bent))) {
                assertThat(RecordWriter.encode(act.content(), act.stamp()))
                        .as("seed %d, run %d", seed, i)
                        .isEqualTo(bent);
            }
        }
        assertThat(accepted).as("accepted with seed %d", seed).isPositive();
        assertThat(refused).as("refused with seed %d", seed).isPositive();
    }

    /** Unknown keys are not written again from the fields. */
    private static boolean hasKeyOutsideTheLayout(CborReader in) {
        boolean found = false;
        switch (in.peek()) {
            case MAP -> {
                for (int pairs = in.map(); pairs > 0; pairs--) {
                    found |= in.keyOr(Long.MAX_VALUE) > RecordKey.URGENCY;
                    found |= hasKeyOutsideTheLayout(in);
                }
            }
            case ARRAY -> {
                for (int items = in.array(); items > 0; items--) {
                    found |= hasKeyOutsideTheLayout(in);
                }
            }
            default -> in.skip();
        }
        return found;
    }

    private static byte[] bend(Random random, byte[] record) {
        byte[] bent = record.clone();
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            int at = random.nextInt(bent.length);
            if (random.nextBoolean()) {
                bent[at] ^= (byte) (1 << random.nextInt(8));
            } else {
                bent[at] = (byte) random.nextInt(256);
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bent, random.nextInt(bent.length)) : bent;
    }
}
