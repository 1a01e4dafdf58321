package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigratorTest {
    private static final Migration A1 =
            new Migration("alpha", "0001-one.sql", "CREATE TABLE alpha_one (id integer PRIMARY KEY) STRICT;");
    private static final Migration A2 =
            new Migration("alpha", "0002-two.sql", "CREATE TABLE alpha_two (id integer PRIMARY KEY) STRICT;");
    private static final Migration B1 =
            new Migration("beta", "0001-one.sql", "CREATE TABLE beta_one (id integer PRIMARY KEY) STRICT;");

    private final Store store = SqliteStore.inMemory();

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> tables() {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.sql()
                    .list(
                            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'store_migration' ORDER BY name",
                            row -> row.text(0));
        }
    }

    @Test
    void appliesEachMigrationOnce() {
        Migrator.migrate(store, List.of(A1, B1));
        Migrator.migrate(store, List.of(A1, B1));
        assertThat(tables()).containsExactly("alpha_one", "beta_one");
    }

    @Test
    void appliesALaterMigrationOfARoomBeforeThoseOfOtherRooms() {
        Migrator.migrate(store, List.of(A1, B1));
        Migrator.migrate(store, List.of(A1, A2, B1));
        assertThat(tables()).containsExactly("alpha_one", "alpha_two", "beta_one");
    }

    @Test
    void refusesAMigrationThatWasChanged() {
        Migrator.migrate(store, List.of(A1));
        Migration changed = new Migration("alpha", "0001-one.sql", A1.sql() + "\n");
        assertThatThrownBy(() -> Migrator.migrate(store, List.of(changed)))
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("alpha/0001-one.sql was changed")
                .hasMessageContaining("Put its old text back");
    }

    @Test
    void refusesADatabaseOfANewerProgram() {
        Migrator.migrate(store, List.of(A1, A2));
        assertThatThrownBy(() -> Migrator.migrate(store, List.of(A1)))
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("newer program: it has migration alpha/0002-two.sql")
                .hasMessageContaining("Start the newer version");
    }

    @Test
    void refusesANewMigrationBeforeAnAppliedOneOfItsRoom() {
        Migrator.migrate(store, List.of(A2));
        assertThatThrownBy(() -> Migrator.migrate(store, List.of(A1, A2)))
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("Give the new one the next number");
    }

    @Test
    void refusesAListWithOneMigrationTwice() {
        assertThatThrownBy(() -> Migrator.migrate(store, List.of(A1, A1))).hasMessageContaining("listed twice");
    }

    @Test
    void failingMigrationLeavesTheDatabaseAsItWas() {
        Migration broken = new Migration("beta", "0001-one.sql", "CREATE TABLE beta_one (id nonsense) STRICT;");
        assertThatThrownBy(() -> Migrator.migrate(store, List.of(A1, broken))).isInstanceOf(StoreException.class);
        assertThat(tables()).isEmpty();
        Migrator.migrate(store, List.of(A1));
        assertThat(tables()).containsExactly("alpha_one");
    }

    @Test
    void readsAResourceBesideTheRoomsClass() {
        Migration migration = Migration.of(MigratorTest.class, "0001-sample.sql");
        assertThat(migration.name()).isEqualTo("store/0001-sample.sql");
        Migrator.migrate(store, List.of(migration));
        assertThat(tables()).containsExactly("sample_one", "sample_two");
    }

    @Test
    void refusesAResourceThatIsNotThereAndAFileWithoutANumber() {
        assertThatThrownBy(() -> Migration.of(MigratorTest.class, "0009-none.sql"))
                .hasMessageContaining("no resource");
        assertThatThrownBy(() -> new Migration("alpha", "one.sql", "")).hasMessageContaining("'one.sql'");
    }

    @Test
    void lineEndsOfACheckoutDoNotChangeTheDigest() {
        assertThat(new Migration("alpha", "0001-one.sql", "a;\r\nb;").digest())
                .isEqualTo(new Migration("alpha", "0001-one.sql", "a;\nb;").digest());
    }

    @Test
    void splitsOnlyAtSemicolonsThatEndStatements() {
        assertThat(SqlScript.statements("-- a; comment\nSELECT 'it''s; one' ; SELECT \"a;b\" -- end;\n;"))
                .containsExactly("SELECT 'it''s; one'", "SELECT \"a;b\"");
    }

    @Test
    void refusesAScriptThatEndsInsideAStatementOrAQuote() {
        assertThatThrownBy(() -> SqlScript.statements("SELECT 1")).hasMessageContaining("no semicolon");
        assertThatThrownBy(() -> SqlScript.statements("SELECT 'a;")).hasMessageContaining("quote opens");
    }
}
