package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.comity.sim.saga.Saga;
import org.junit.jupiter.api.Test;

/**
 * One seed in two JVMs, one story. Orders of {@code Map.of} and {@code Set.of}, and identity hashes, change from one start of a JVM to the
 * next; a node that depended on them would tell another story, and a failing seed could not be replayed.
 *
 * <p>The two JVMs differ on purpose: another collector, another compiler, identity hashes from another generator.
 */
final class TwoJvmsTest {

    private static final int LETTERS = 30;
    private static final int DIGESTS = 1 + Integer.getInteger("twice", 6);

    @Test
    void oneSeedTellsOneStory() throws IOException, InterruptedException {
        long from = Long.getLong("seed", Long.getLong("from", 1_000));
        Process one = start(from, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        Process other = start(from, "-XX:+UseParallelGC", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2");
        List<String> first = digests(one);
        assertThat(digests(other))
                .as("digests of the traces from seed %d on, in another JVM", from)
                .isEqualTo(first);
    }

    @Test
    void anotherSeedTellsAnotherStory() {
        assertThat(Story.tell(1, Faults.NONE, 3).trace().digest())
                .isNotEqualTo(Story.tell(2, Faults.NONE, 3).trace().digest());
    }

    /** Entry point of the other JVM: tells the stories of some seeds and prints their digests. */
    public static void main(String[] args) {
        long from = Long.parseLong(args[0]);
        System.out.println(Story.tell(from, Faults.EVERYTHING, LETTERS).trace().digest());
        for (int i = 1; i < Integer.parseInt(args[1]); i++) {
            System.out.println(Saga.tell(from + i - 1).digest());
        }
    }

    private static Process start(long from, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TwoJvmsTest.class.getName(),
                Long.toString(from),
                Integer.toString(DIGESTS)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<String> digests(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as("the other JVM has ended")
                .isTrue();
        List<String> digests = out.lines().toList();
        assertThat(digests)
                .as("what the other JVM printed")
                .hasSize(DIGESTS)
                .allMatch(line -> line.matches("[0-9a-f]{64}"));
        return digests;
    }
}
