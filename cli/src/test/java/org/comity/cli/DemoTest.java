package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole demonstration, with real sockets, keys and folders, and what it leaves behind. */
class DemoTest {

    @TempDir
    static Path folder = Path.of("");

    private static byte[] evidence = new byte[0];
    private static Ran demo = new Ran(-1, "", "");

    @BeforeAll
    static void play() throws IOException {
        // Longer than one piece, so that pieces and their tree take part.
        evidence = new byte[3 * (1 << 20) + 17];
        new Random(Long.getLong("seed", 25)).nextBytes(evidence);
        Files.write(folder.resolve("disk.img"), evidence);
        demo = Ran.onRealClock(folder, "demo", "--dir", "d", "--evidence", "disk.img", "--json");
    }

    @Test
    void tellsTheStoryToItsEnd() {
        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitCode()).isZero();
        assertThat(demo.out())
                .contains("logged ", "received ", "seen ", "accepted ", "sealed ", "fetched    4 pieces", "witnessed ");
        JsonNode last = JsonMapper.shared()
                .readTree(demo.out().lines().reduce((_, line) -> line).orElseThrow());
        assertThat(last.path("verdict").asString()).startsWith("anchored");
    }

    @Test
    void leavesABundleThatVerifies() {
        Ran ran = Ran.in(folder, "verify", "d/bundle.zip", "--anchor", digits("VN"), "--json");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.json().path("verdict").asString()).isEqualTo("anchored");
    }

    @Test
    void leavesABundleThatIsNotAnchoredAtAThirdMember() {
        assertThat(Ran.in(folder, "verify", "d/bundle.zip", "--anchor", digits("ZA"))
                        .exitCode())
                .isEqualTo(4);
    }

    @Test
    void leavesABundleInWhichNoByteMayDiffer() throws IOException {
        byte[] bundle = Files.readAllBytes(folder.resolve("d/bundle.zip"));
        Random random = new Random(Long.getLong("seed", 25));
        for (int i = 0; i < 16; i++) {
            byte[] changed = bundle.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(folder.resolve("changed.zip"), changed);
            assertThat(Ran.in(folder, "verify", "changed.zip").exitCode())
                    .as("byte " + at + ", -Dseed=" + Long.getLong("seed", 25))
                    .isEqualTo(3);
        }
    }

    @Test
    void putsTheEvidenceIntoTheBundle() throws IOException {
        try (var zip = new java.util.zip.ZipFile(folder.resolve("d/bundle.zip").toFile())) {
            assertThat(zip.stream().filter(entry -> entry.getName().startsWith("evidence/")))
                    .anySatisfy(entry -> {
                        try (var in = zip.getInputStream(entry)) {
                            assertThat(Arrays.equals(in.readAllBytes(), evidence))
                                    .isTrue();
                        }
                    });
        }
    }

    @Test
    void leavesNoWayInBehind() {
        for (String code : new String[] {"VN", "BR", "ZA"}) {
            assertThat(folder.resolve("d/" + code + "/run/officers.json")).doesNotExist();
        }
    }

    private String digits(String code) {
        return Ran.in(folder, "card", "show", "--dir", "d/" + code, "--json")
                .json()
                .path("digits")
                .asString();
    }
}
