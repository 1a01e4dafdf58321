package org.comity.node.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * Copies of a database, made beside the process that uses it or without one.
 *
 * <p>The file cannot simply be copied while a node runs: its newest content lies in the write-ahead log, and a page may be written
 * while it is read. So the database itself writes the copy ({@code VACUUM INTO}), in one read transaction: the copy is what was
 * committed at one moment, whole, in one file without a write-ahead log and without remains of deleted content. The writer goes on
 * meanwhile, and the connection cannot write to the original.
 */
public final class DatabaseCopy {

    /** Name of the database in a data folder. */
    public static final String FILE = DataFolder.DATABASE;

    private DatabaseCopy() {}

    /**
     * Writes a durable copy, readable by its owner alone.
     *
     * @param folder data folder, in use or not
     * @param target a file that does not exist yet
     * @throws StoreException when the folder holds no database, or the target exists
     */
    public static void make(Path folder, Path target) {
        if (Files.exists(target)) {
            throw new StoreException(target + " exists already and is not overwritten");
        }
        try (SqliteConnection connection = readOnly(folder.resolve(FILE))) {
            // The database fills an empty file that is there, with the permissions that it has.
            OwnerOnly.createFile(target);
            connection.copyInto(target);
            try (FileChannel copy = FileChannel.open(target, StandardOpenOption.WRITE)) {
                copy.force(true);
            }
            Durable.syncFolder(folderOf(target));
        } catch (SQLException e) {
            throw SqlFailure.of("copying the database of " + folder, e);
        } catch (IOException e) {
            throw new StorageFailed("copying the database of " + folder + ": " + e, false, e);
        }
    }

    /**
     * Puts a copy into a folder that has no database yet.
     *
     * @throws StoreException when it has one
     */
    public static void place(Path copy, Path folder) {
        Path target = folder.resolve(FILE);
        if (Files.exists(target)) {
            throw new StoreException(target + " exists already and is not overwritten");
        }
        try {
            OwnerOnly.createFile(target);
            try (FileChannel from = FileChannel.open(copy, StandardOpenOption.READ);
                    FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE)) {
                long size = from.size();
                for (long done = 0; done < size; ) {
                    done += from.transferTo(done, size - done, to);
                }
                to.force(true);
            }
            Durable.syncFolder(folder);
        } catch (IOException e) {
            throw new StorageFailed("putting " + copy + " into " + folder + ": " + e, false, e);
        }
    }

    /**
     * Opens a copy to read it; nothing in the file or beside it changes.
     *
     * @throws StoreException when there is no such file, or it is no database
     */
    public static Snapshot read(Path copy) {
        SqliteConnection connection = readOnly(copy);
        return new SqliteSnapshot(connection, connection::close);
    }

    private static SqliteConnection readOnly(Path database) {
        if (!Files.isRegularFile(database)) {
            throw new StoreException("there is no database at " + database);
        }
        return SqliteConnection.openReadOnly("jdbc:sqlite:" + database);
    }

    private static Path folderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " lies in no folder");
        }
        return folder;
    }
}
