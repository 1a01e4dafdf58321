package org.comity.node.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comity.tlog.Hash;

/**
 * Brings a database to the tables of this program.
 *
 * <p>Applied migrations are remembered with the SHA-256 of their text. All new ones are applied in one transaction, so a start that fails
 * leaves the database as it was. Rooms are independent: their migrations may be added in any order between rooms, but within
 * a room only behind what is applied.
 */
public final class Migrator {
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS store_migration (position integer PRIMARY KEY, name text NOT NULL UNIQUE,"
                    + " sha256 blob NOT NULL) STRICT";

    private Migrator() {}

    /**
     * Applies what is new.
     *
     * @param migrations all of this program, in the order of application
     * @throws MigrationRefused when an applied one was changed, when the database has one that this program does not know, or when
     *     a new one comes before an applied one of its room
     */
    public static void migrate(Store store, List<Migration> migrations) {
        try (Transaction transaction = store.begin()) {
            Sql sql = transaction.sql();
            sql.update(TABLE);
            Map<String, Hash> applied = applied(sql);
            check(applied, migrations);
            int position = applied.size();
            for (Migration migration : migrations) {
                if (!applied.containsKey(migration.name())) {
                    apply(sql, migration, ++position);
                }
            }
            transaction.commit();
        } catch (CommitUnknown e) {
            throw new StoreException("it is not known whether the tables were made; start again", e);
        }
    }

    private static Map<String, Hash> applied(Sql sql) {
        record Applied(String name, Hash digest) {}
        Map<String, Hash> applied = new LinkedHashMap<>();
        sql.list(
                        "SELECT name, sha256 FROM store_migration ORDER BY position",
                        row -> new Applied(row.text(0), row.hash(1)))
                .forEach(a -> applied.put(a.name(), a.digest()));
        return applied;
    }

    private static void check(Map<String, Hash> applied, List<Migration> migrations) {
        Set<String> known = new HashSet<>();
        Map<String, String> lastNew = new HashMap<>();
        for (Migration migration : migrations) {
            if (!known.add(migration.name())) {
                throw new IllegalArgumentException("migration " + migration.name() + " is listed twice");
            }
            Hash digest = applied.get(migration.name());
            if (digest == null) {
                lastNew.putIfAbsent(migration.room(), migration.name());
            } else if (!digest.equals(migration.digest())) {
                throw new MigrationRefused("Migration " + migration.name()
                        + " was changed after this database was made with it. Put its old text back"
                        + " and write the change as a new migration.");
            } else if (lastNew.containsKey(migration.room())) {
                throw new MigrationRefused("Migration " + lastNew.get(migration.room())
                        + " is new, but stands before " + migration.name()
                        + ", which this database has already. Give the new one the next number of its room.");
            }
        }
        for (String name : applied.keySet()) {
            if (!known.contains(name)) {
                throw new MigrationRefused("This database was made by a newer program: it has migration " + name
                        + ", which this one does not know. Start the newer version,"
                        + " or restore the backup that was taken before the update.");
            }
        }
    }

    private static void apply(Sql sql, Migration migration, int position) {
        for (String statement : SqlScript.statements(migration.sql())) {
            sql.update(statement);
        }
        sql.update(
                "INSERT INTO store_migration (position, name, sha256) VALUES (?, ?, ?)",
                position,
                migration.name(),
                migration.digest());
    }
}
