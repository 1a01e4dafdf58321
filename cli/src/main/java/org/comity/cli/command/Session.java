package org.comity.cli.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.comity.cli.terminal.Terminal;

/**
 * What one run of the command sees of the machine around it; tests give their own.
 *
 * @param environment variables, {@code COMITY_DIR} among them
 * @param clock for progress and for times that a person leaves out
 * @param directory that relative paths start from
 */
public record Session(Terminal terminal, Map<String, String> environment, InstantSource clock, Path directory) {

    /** The real one. */
    public static Session ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Session(
                Terminal.ofProcess(environment),
                environment,
                InstantSource.system(),
                Path.of("").toAbsolutePath());
    }

    /** How the command was called, for lines that are meant to be copied. */
    public static String command() {
        return System.getProperty("comity.command", "comity");
    }

    /** A path as typed, seen from the current directory. */
    public Path path(String typed) {
        return directory.resolve(typed).normalize();
    }

    /** A path as short as it can be typed from here. */
    public String typed(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(directory) && !absolute.equals(directory)
                ? directory.relativize(absolute).toString()
                : absolute.toString();
    }
}
