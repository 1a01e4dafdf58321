package org.comity.node.access;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.comity.tlog.Hash;

/**
 * A small file of secrets on disk: one line that names its format and gives the SHA-256 of the content, then the content.
 *
 * <p>Only its owner may read or write it (0600); a file that others can read is refused rather than repaired, because its secret
 * may already be known. A write is atomic: a temporary file beside it, created with 0600, is forced to disk, renamed over the
 * old one, and the folder is forced. So a crash leaves the old file or the new one, never half a key. And a byte that changed on disk
 * is noticed: most keys are plain random bytes, so a changed one would be a good key of nobody's, and the node would sign with it.
 */
public final class SecretFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int MAX_BYTES = 1 << 16;
    private static final int DIGEST_DIGITS = 2 * Hash.BYTES;

    private SecretFile() {}

    /**
     * Writes a file that must not exist yet: a key is never overwritten by accident.
     *
     * @throws SecretFileRefused if it exists
     */
    public static void create(Path file, String magic, byte[] content) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SecretFileRefused(file
                    + " exists already and is not overwritten; move it away first if its keys are no longer needed");
        }
        replace(file, magic, content);
    }

    /** Writes the file, in place of an older one if there is one. */
    public static void replace(Path file, String magic, byte[] content) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new SecretFileRefused(file + " is not a file in a folder");
        }
        Path temporary = folder.resolve("." + target.getFileName() + ".new");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(temporary);
            write(temporary, magic, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Reads the content behind the line that names the format.
     *
     * @throws SecretFileRefused if there is no such file, if others may read or write it, if it is of another format, or if its content
     *     is not what was written
     */
    public static byte[] read(Path file, String magic) {
        byte[] all;
        try {
            requirePrivate(file);
            try (InputStream in = Files.newInputStream(file, READ, LinkOption.NOFOLLOW_LINKS)) {
                all = in.readNBytes(MAX_BYTES + 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        byte[] format = (magic + " ").getBytes(StandardCharsets.US_ASCII);
        if (all.length > MAX_BYTES) {
            throw new SecretFileRefused(file + " has more than " + MAX_BYTES + " bytes; this is no key file");
        }
        if (all.length < format.length || !Arrays.equals(all, 0, format.length, format, 0, format.length)) {
            throw new SecretFileRefused(
                    file + " does not begin with the line " + magic + "; this is another kind of file");
        }
        int start = format.length + DIGEST_DIGITS + 1;
        byte[] content = Arrays.copyOfRange(all, Math.min(start, all.length), all.length);
        if (all.length < start || !Arrays.equals(all, 0, start, line(magic, content), 0, start)) {
            throw new SecretFileRefused(
                    file + " is damaged: its content is not what was written; put its offline copy in its place");
        }
        return content;
    }

    private static void requirePrivate(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SecretFileRefused(file + " is not there, or is not a plain file");
        }
        if (!hasPermissions(file)) {
            return;
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        if (!OWNER_ONLY.containsAll(found)) {
            throw new SecretFileRefused(file + " has permissions " + PosixFilePermissions.toString(found)
                    + ", so that others can reach its secrets; run: chmod 600 " + file);
        }
    }

    private static void write(Path temporary, String magic, byte[] content) throws IOException {
        FileAttribute<?>[] attributes = hasPermissions(temporary)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(temporary, EnumSet.of(CREATE_NEW, WRITE), attributes)) {
            ByteBuffer[] parts = {ByteBuffer.wrap(line(magic, content)), ByteBuffer.wrap(content)};
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
            channel.force(true);
        }
    }

    /** A rename is durable once the folder is. */
    private static void force(Path folder) throws IOException {
        if (hasPermissions(folder)) {
            try (FileChannel channel = FileChannel.open(folder, READ)) {
                channel.force(true);
            }
        }
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static byte[] line(String magic, byte[] content) {
        return (magic + " " + Hash.sha256(content).hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
