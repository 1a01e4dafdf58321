package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.age.Fixtures.CLASSICAL;
import static org.comity.age.Fixtures.HYBRID;
import static org.comity.age.Fixtures.plaintext;
import static org.comity.age.Fixtures.seeded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both directions against two independent implementations: Debian's {@code age} for X25519, the npm package
 * {@code age-encryption} for the post-quantum hybrid. {@code .ci/interop-tools} installs them. Where {@code CI} is
 * {@code true} they must be there; elsewhere the tests are skipped without them.
 */
class InteropTest {
    private static final int LARGE = 20 * 1_048_576 + 77;
    private static final Path SCRIPT =
            Path.of("src", "test", "interop", "age.mjs").toAbsolutePath();
    private static final Path MODULES = Path.of(
                    Optional.ofNullable(System.getenv("COMITY_INTEROP_NPM")).orElse("target/interop/node_modules"))
            .toAbsolutePath();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, LARGE})
    void debianAgeOpensWhatWeSeal(int length) throws IOException, InterruptedException {
        requireTool(onPath("age"), "age", "the command `age`");
        Path plain = Files.write(folder.resolve("plain"), plaintext(length));
        Path key = Files.writeString(folder.resolve("key"), CLASSICAL.revealSecretText() + "\n");
        Path sealed = seal(CLASSICAL.recipient(), plain);
        Path opened = folder.resolve("opened");
        run("age", "-d", "-i", key.toString(), "-o", opened.toString(), sealed.toString());
        if (Files.notExists(opened)) {
            // age creates its output with the first byte, so an empty plaintext leaves none.
            Files.createFile(opened);
        }
        assertThat(opened).hasSameBinaryContentAs(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, LARGE})
    void weOpenWhatDebianAgeSeals(int length) throws IOException, InterruptedException {
        requireTool(onPath("age"), "age", "the command `age`");
        Path plain = Files.write(folder.resolve("plain"), plaintext(length));
        Path sealed = folder.resolve("sealed");
        run("age", "-r", CLASSICAL.recipient().text(), "-o", sealed.toString(), plain.toString());
        assertOpensTo(plain, sealed, CLASSICAL);
    }

    @Test
    void weReadTheKeysOfDebianAge() throws IOException, InterruptedException {
        requireTool(onPath("age-keygen"), "age", "the command `age-keygen`");
        Path key = folder.resolve("key");
        run("age-keygen", "-o", key.toString());
        Identity identity = Identity.parse(Files.readAllLines(key).getLast());
        String recipient = run("age-keygen", "-y", key.toString()).strip();
        assertThat(identity.recipient().text()).isEqualTo(recipient);
        assertThat(Recipient.parse(recipient)).isEqualTo(identity.recipient());
        assertThat(Files.readString(key)).contains(identity.revealSecretText());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, LARGE})
    void typageOpensWhatWeSeal(int length) throws IOException, InterruptedException {
        requireTypage();
        Path plain = Files.write(folder.resolve("plain"), plaintext(length));
        Path key = Files.writeString(folder.resolve("key"), HYBRID.revealSecretText() + "\n");
        Path sealed = seal(HYBRID.recipient(), plain);
        Path opened = folder.resolve("opened");
        typage("decrypt", key.toString(), sealed.toString(), opened.toString());
        assertThat(opened).hasSameBinaryContentAs(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 65_537, LARGE})
    void weOpenWhatTypageSeals(int length) throws IOException, InterruptedException {
        requireTypage();
        Path plain = Files.write(folder.resolve("plain"), plaintext(length));
        Path sealed = folder.resolve("sealed");
        typage("encrypt", HYBRID.recipient().text(), plain.toString(), sealed.toString());
        assertOpensTo(plain, sealed, HYBRID);
        Header.peek(Files.readAllBytes(sealed)).requireSinglePostQuantum();
    }

    @Test
    void weReadTheKeysOfTypage() throws IOException, InterruptedException {
        requireTypage();
        List<String> lines = typage("keygen").lines().toList();
        Identity identity = Identity.parse(lines.get(0));
        assertThat(identity.recipient().text()).isEqualTo(lines.get(1)).hasSize(1_959);
        assertThat(identity.revealSecretText()).isEqualTo(lines.get(0));
        assertThat(Recipient.parse(lines.get(1))).isEqualTo(identity.recipient());
    }

    /** Through the parallel writer. */
    private Path seal(Recipient recipient, Path plain) throws IOException {
        Path sealed = folder.resolve("sealed");
        try (ExecutorService pool = Executors.newFixedThreadPool(2);
                FileChannel in = FileChannel.open(plain);
                FileChannel out = FileChannel.open(sealed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Sealing sealing = Sealing.create(List.of(recipient), seeded(41));
            AgeWriter.write(sealing, in, out, new Workers(pool, 2), PassObserver.NONE);
        }
        return sealed;
    }

    /** In memory, through the parallel reader, and at the end of a seekable file. */
    private void assertOpensTo(Path plain, Path sealed, Identity identity) throws IOException {
        byte[] expected = Files.readAllBytes(plain);
        assertThat(Arrays.equals(Age.open(Files.readAllBytes(sealed), List.of(identity)), expected))
                .isTrue();
        Path opened = folder.resolve("opened");
        try (ExecutorService pool = Executors.newFixedThreadPool(2);
                FileChannel in = FileChannel.open(sealed);
                FileChannel out = FileChannel.open(opened, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            AgeReader.read(in, List.of(identity), OpenRules.DEFAULT, out, new Workers(pool, 2), PassObserver.NONE);
            AgeFile file = AgeFile.open(SeekableSource.of(in), List.of(identity), OpenRules.DEFAULT);
            assertThat(file.size()).isEqualTo(expected.length);
        }
        assertThat(opened).hasSameBinaryContentAs(plain);
    }

    private static void requireTypage() {
        requireTool(onPath("node"), "node", "the command `node`");
        Path typage = MODULES.resolve("age-encryption");
        requireTool(Files.isDirectory(typage), "age-encryption", "the npm package at " + typage);
    }

    private static void requireTool(boolean present, String name, String place) {
        String missing = name + " is missing (" + place + "): run .ci/interop-tools to install it";
        if ("true".equals(System.getenv("CI"))) {
            assertThat(present).as(missing).isTrue();
        }
        Assumptions.assumeTrue(present, missing);
    }

    private static boolean onPath(String command) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(java.io.File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, command)));
    }

    private String typage(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", SCRIPT.toString(), MODULES.toString()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", String.join(" ", command[0], command[1]), text)
                .isTrue();
        return text;
    }
}
