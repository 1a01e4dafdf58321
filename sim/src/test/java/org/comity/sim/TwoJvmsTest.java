package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One seed in two JVMs, one story. Orders of {@code Map.of} and {@code Set.of}, and identity hashes, change from one start of a JVM to the
 * next; a node that depended on them would tell another story, and a failing seed could not be replayed.
 */
final class TwoJvmsTest {

    private static final int LETTERS = 30;

    @Test
    void oneSeedTellsOneStory() throws IOException, InterruptedException {
        long seed = Long.getLong("seed", 4);
        Process one = start(seed);
        Process other = start(seed);
        String first = digest(one);
        assertThat(digest(other))
                .as("digest of the trace of seed %d in another JVM", seed)
                .isEqualTo(first);
    }

    @Test
    void anotherSeedTellsAnotherStory() {
        assertThat(Story.tell(1, Faults.NONE, 3).trace().digest())
                .isNotEqualTo(Story.tell(2, Faults.NONE, 3).trace().digest());
    }

    /** Entry point of the other JVM: tells the story of a seed and prints its digest. */
    public static void main(String[] args) {
        System.out.println(Story.tell(Long.parseLong(args[0]), Faults.EVERYTHING, LETTERS)
                .trace()
                .digest());
    }

    private static Process start(long seed) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TwoJvmsTest.class.getName(),
                        Long.toString(seed)))
                .redirectErrorStream(true)
                .start();
    }

    private static String digest(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("the other JVM has ended")
                .isTrue();
        assertThat(out).as("what the other JVM printed").matches("[0-9a-f]{64}");
        return out;
    }
}
