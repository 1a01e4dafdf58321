package org.comity.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.comity.cli.client.NodeLocation;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.Session;
import org.jspecify.annotations.Nullable;

/** The folder of a demonstration. Only one that an earlier demonstration made, and none that holds anything else, is emptied. */
final class DemoFolder {

    private static final String MARKER = "comity-demo.txt";
    private static final String TEXT =
            "This folder was made by: comity demo\nThe next demo with the same --dir replaces it.\n";

    private DemoFolder() {}

    static Path prepare(Session session, Path folder) throws IOException {
        if (Files.exists(folder) && !isEmpty(folder)) {
            if (!Files.exists(folder.resolve(MARKER))) {
                throw CommandFailed.of(
                        session.typed(folder) + " is not empty and was not made by a demo, so it is not touched",
                        "choose another folder: comity demo --dir DIR");
            }
            for (Cast.Part part : Cast.PARTS) {
                requireStopped(session, folder.resolve(part.code()));
            }
            empty(folder);
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(MARKER), TEXT);
        return folder;
    }

    private static void requireStopped(Session session, Path node) {
        Optional<Long> running =
                NodeLocation.processOf(node).filter(pid -> ProcessHandle.of(pid).isPresent());
        if (running.isPresent()) {
            throw CommandFailed.of(
                    "a node of an earlier demo still runs on " + session.typed(node) + " (process " + running.get()
                            + ")",
                    "end it first, or choose another folder with --dir");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) throws IOException {
        empty(folder);
        Files.delete(folder);
    }

    private static void empty(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!inner.equals(folder)) {
                    Files.delete(inner);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
