package org.comity.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How ./comity finds a JDK 25, with folders that only look like JDKs. */
class JdkSearchTest {

    private static final Path HOUSE = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path folder;

    private Path jdks;

    private record Found(int exitCode, String out, String err) {}

    @BeforeEach
    void makeFolders() throws IOException {
        jdks = Files.createDirectory(folder.resolve("jdks"));
    }

    @Test
    void takesJavaHomeFirst() throws Exception {
        Path home = jdk("mine", "25.0.1");
        jdkIn(jdks, "other", "25");
        assertThat(search(Map.of("JAVA_HOME", home.toString())).out()).isEqualTo(home + "\n");
    }

    @Test
    void passesOverAJavaHomeOfAnotherVersion() throws Exception {
        Path old = jdk("old", "17.0.15");
        Path good = jdkIn(jdks, "good", "25.0.3");
        assertThat(search(Map.of("JAVA_HOME", old.toString())).out()).isEqualTo(good + "\n");
    }

    @Test
    void passesOverARuntimeWithoutCompiler() throws Exception {
        Path runtime = jdk("runtime", "25");
        Files.delete(runtime.resolve("bin/javac"));
        Path good = jdkIn(jdks, "good", "25.0.3");
        assertThat(search(Map.of("JAVA_HOME", runtime.toString())).out()).isEqualTo(good + "\n");
    }

    @Test
    void isNotFooledByVersion250() throws Exception {
        Path far = jdk("far", "250");
        assertThat(search(Map.of("JAVA_HOME", far.toString())).exitCode()).isEqualTo(1);
    }

    @Test
    void followsLinksFromThePath() throws Exception {
        Path home = jdk("linked", "25");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path middle = Files.createSymbolicLink(folder.resolve("javac-25"), home.resolve("bin/javac"));
        Files.createSymbolicLink(bin.resolve("javac"), middle);
        assertThat(search(Map.of("PATH", bin + ":/usr/bin:/bin")).out()).isEqualTo(home.toRealPath() + "\n");
    }

    @Test
    void takesAFolderWithASpaceInItsName() throws Exception {
        Path good = jdkIn(jdks, "jdk 25", "25.0.3");
        assertThat(search(Map.of()).out()).isEqualTo(good + "\n");
    }

    @Test
    void saysWhatToInstallWhenThereIsNone() throws Exception {
        Found found = run("./comity", Map.of());
        assertThat(found.exitCode()).isEqualTo(69);
        assertThat(found.err())
                .contains("needs a JDK 25")
                .contains("apt install")
                .contains("JAVA_HOME");
        assertThat(found.out()).isEmpty();
    }

    private Path jdk(String name, String version) throws IOException {
        return jdkIn(folder, name, version);
    }

    private static Path jdkIn(Path parent, String name, String version) throws IOException {
        Path home = Files.createDirectory(parent.resolve(name));
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path javac = Files.writeString(bin.resolve("javac"), "#!/bin/sh\necho javac " + version + "\n");
        Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Found search(Map<String, String> environment) throws Exception {
        return run(". .mvn/jdk.sh; comity_find_jdk && echo \"$JAVA_HOME\"", environment);
    }

    private Found run(String script, Map<String, String> environment) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script)
                .directory(HOUSE.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        shell.environment().clear();
        shell.environment().put("PATH", tools());
        shell.environment().put("HOME", folder.toString());
        shell.environment().put("COMITY_JDK_FOLDER", jdks.toString());
        shell.environment().putAll(environment);
        int exitCode = shell.start().waitFor();
        return new Found(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** A path with the tools that the script needs and no Java. */
    private String tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : new String[] {"grep", "readlink", "dirname", "cat"}) {
            Path real = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
            Path stand = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
            Files.setPosixFilePermissions(stand, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return tools.toString();
    }
}
