package org.comity.node.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.comity.tlog.Hash;

/**
 * One step of a room's tables, applied once and never changed after that.
 *
 * @param room the room that owns the tables, the last word of its package
 * @param file four digits, which give its place within the room, and a name: {@code 0001-heads.sql}
 * @param sql  its statements, each ended by a semicolon; no triggers
 */
public record Migration(String room, String file, String sql) {
    private static final Pattern FILE = Pattern.compile("[0-9]{4}-[a-z0-9-]+\\.sql");

    public Migration {
        if (!FILE.matcher(file).matches()) {
            throw new IllegalArgumentException("migration file is '" + file + "', must look like 0001-heads.sql");
        }
        // A checkout may have turned line ends; the checksum must not notice.
        sql = sql.replace("\r\n", "\n");
    }

    /**
     * Reads a resource that lies beside a class of the room.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Migration of(Class<?> room, String file) {
        String place = room.getPackageName();
        try (InputStream in = room.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + file + " beside " + room.getName());
            }
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Migration(place.substring(place.lastIndexOf('.') + 1), file, sql);
        } catch (IOException e) {
            throw new StoreException("reading migration " + file + ": " + e.getMessage(), e);
        }
    }

    /** Room and file, the name under which it is remembered. */
    public String name() {
        return room + "/" + file;
    }

    /** SHA-256 of its text. */
    public Hash digest() {
        return Hash.sha256(sql.getBytes(StandardCharsets.UTF_8));
    }
}
