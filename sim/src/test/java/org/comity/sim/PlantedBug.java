package org.comity.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A fault that is put into one class of the node on purpose: a text of its source that stands there exactly once is replaced, the class
 * is compiled into a folder of its own, and a child process that has this folder first on its class path tells stories until one ends in
 * a broken promise.
 *
 * @param name what the node then does
 * @param file source file, below {@code org/comity/node}
 * @param find a text that stands in it exactly once
 * @param replace what stands there instead
 */
record PlantedBug(String name, String file, String find, String replace) {

    private static final Path SOURCES = Path.of("..", "node", "src", "main", "java");
    private static final long MOST_MINUTES = 6;

    /** The first seed whose story is broken and what was broken, or that none was. */
    record Outcome(boolean caught, int stories, String what) {}

    /** Plants the fault and tells at most so many stories. */
    Outcome hunt(Path scratch, long from, int stories) throws IOException, InterruptedException {
        Path classes = plant(scratch);
        Path out = scratch.resolve("out.txt");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes + java.io.File.pathSeparator + classPath(),
                        PlantedBug.class.getName(),
                        Long.toString(from),
                        Integer.toString(stories)))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Outcome(false, stories, "no end within " + MOST_MINUTES + " minutes");
        }
        String said = Files.readString(out);
        String[] last = said.strip().lines().reduce((a, b) -> b).orElse("").split("\t", 3);
        if (last.length != 3) {
            throw new AssertionError(name + ": the child said " + said);
        }
        return new Outcome(last[0].equals("caught"), Integer.parseInt(last[1]), last[2]);
    }

    private Path plant(Path scratch) throws IOException {
        String source = Files.readString(SOURCES.resolve("org/comity/node").resolve(file));
        int at = source.indexOf(find);
        assertThat(at).as("place in %s for the fault \"%s\"", file, name).isNotNegative();
        assertThat(source.indexOf(find, at + 1))
                .as("second place in %s for the fault \"%s\"", file, name)
                .isNegative();
        Path changed = scratch.resolve("src").resolve(file);
        Path classes = scratch.resolve("classes");
        Files.createDirectories(changed.getParent());
        Files.createDirectories(classes);
        Files.writeString(changed, source.replace(find, replace));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            StringBuilder complaints = new StringBuilder();
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            complaint -> complaints.append(complaint).append('\n'),
                            List.of("-cp", classPath(), "-d", classes.toString(), "-proc:none", "-nowarn"),
                            null,
                            files.getJavaFileObjects(changed))
                    .call();
            assertThat(compiled)
                    .as("the fault \"%s\" compiles: %s", name, complaints)
                    .isTrue();
        }
        return classes;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The child: tells stories until a promise is broken. */
    public static void main(String[] args) {
        long from = Long.parseLong(args[0]);
        int stories = Integer.parseInt(args[1]);
        for (int told = 1; told <= stories; told++) {
            try {
                org.comity.sim.saga.Saga.tell(from + told - 1);
            } catch (SimFailure e) {
                System.out.println(
                        "caught\t" + told + "\t" + e.what().replace('\n', ' ').replace('\t', ' '));
                return;
            } catch (RuntimeException | Error e) {
                System.out.println("caught\t" + told + "\t" + e);
                return;
            }
        }
        System.out.println("missed\t" + stories + "\tevery promise seemed kept");
    }

    /** A folder that is emptied by whoever cleans the build. */
    static Path scratch(String name) {
        try {
            Path target = Path.of("target", "planted").toAbsolutePath();
            Files.createDirectories(target);
            return Files.createTempDirectory(target, name.replaceAll("[^a-z]+", "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
