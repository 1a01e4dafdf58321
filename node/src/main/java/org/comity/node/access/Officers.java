package org.comity.node.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.node.cbor.CborWriter;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Algorithm;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.store.Migration;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.tlog.Hash;

/**
 * Who may act at this node.
 *
 * <p>An officer has one current key. A replaced or retired key stays on file with the time its use ended, so that what it signed before
 * can still be checked. Each change is a record in the node's own log that shows pseudonym, key and roles, never the name.
 */
public final class Officers {

    /** The tables of this room. */
    public static final List<Migration> MIGRATIONS = List.of(Migration.of(Officers.class, "0001-access.sql"));

    private static final Kind ADMITTED = new Kind("access.officer-admitted");
    private static final Kind REKEYED = new Kind("access.officer-key-replaced");
    private static final Kind RETIRED = new Kind("access.officer-retired");
    private static final String KEY_COLUMNS =
            "SELECT key_id, algorithm, public_key, roles, from_ms, until_ms FROM access_officer_key";

    private Officers() {}

    /**
     * Takes on an officer.
     *
     * @param key its roles are those of the officer
     * @throws Refused if the id or the key is in use already, or the roles differ
     */
    public static Logged admit(Turn turn, Officer officer, OfficerKey key) throws Refused {
        requireRoles(officer, key);
        requireNewKey(turn.sql(), key);
        if (turn.sql()
                        .number(
                                "SELECT count(*) FROM access_officer WHERE id = ?",
                                officer.id().text())
                > 0) {
            throw new Refused(
                    Refused.Code.DUPLICATE,
                    "officer " + officer.id() + " exists, or did",
                    "choose another id; ids of former officers are not given again");
        }
        turn.sql()
                .update(
                        "INSERT INTO access_officer (id, name, roles, since_ms) VALUES (?, ?, ?, ?)",
                        officer.id().text(),
                        officer.displayName(),
                        text(officer.roles()),
                        turn.now().toEpochMilli());
        putKey(turn.sql(), officer.id(), key);
        return turn.append(record(ADMITTED, officer.id(), key.id(), officer.roles()));
    }

    /**
     * Gives an officer another key and, if it says so, other roles. The key used so far ends now.
     *
     * @throws Refused if there is no such officer, or the key was used before
     */
    public static Logged replaceKey(Turn turn, OfficerId id, OfficerKey key) throws Refused {
        Officer officer = require(turn.sql(), id);
        requireNewKey(turn.sql(), key);
        endKeys(turn, id);
        putKey(turn.sql(), id, key);
        turn.sql().update("UPDATE access_officer SET roles = ? WHERE id = ?", text(key.roles()), id.text());
        return turn.append(record(REKEYED, officer.id(), key.id(), key.roles()));
    }

    /**
     * Ends an officer's service: key and tokens end now.
     *
     * @throws Refused if there is no such officer
     */
    public static Logged retire(Turn turn, OfficerId id) throws Refused {
        Officer officer = require(turn.sql(), id);
        Optional<OfficerKey> key = currentKey(turn.sql(), id);
        endKeys(turn, id);
        long now = turn.now().toEpochMilli();
        turn.sql().update("UPDATE access_officer SET retired_ms = ? WHERE id = ?", now, id.text());
        turn.sql()
                .update(
                        "UPDATE access_token SET revoked_ms = ? WHERE officer = ? AND revoked_ms IS NULL",
                        now,
                        id.text());
        Hash keyId = key.map(OfficerKey::id).orElse(Hash.EMPTY_ROOT);
        return turn.append(record(RETIRED, id, keyId, officer.roles()));
    }

    /** An officer in service. */
    public static Optional<Officer> find(Sql sql, OfficerId id) {
        return sql.first(
                "SELECT id, name, roles FROM access_officer WHERE id = ? AND retired_ms IS NULL",
                Officers::readOfficer,
                id.text());
    }

    /** All officers in service, by id. */
    public static List<Officer> all(Sql sql) {
        return sql.list(
                "SELECT id, name, roles FROM access_officer WHERE retired_ms IS NULL ORDER BY id",
                Officers::readOfficer);
    }

    /** The public key of an id in an approval, also when its use has ended: its validity says when. */
    public static Optional<OfficerKey> key(Sql sql, Hash keyId) {
        return sql.first(KEY_COLUMNS + " WHERE key_id = ?", Officers::readKey, keyId);
    }

    /**
     * The public key of an id in an approval given today: only the one current key of an officer in service, so that two such keys
     * are two people.
     */
    public static Optional<OfficerKey> keyInUse(Sql sql, Hash keyId, Instant now) {
        return key(sql, keyId).filter(key -> key.isValidAt(now.toEpochMilli()));
    }

    /** Whose key it is or was. */
    public static Optional<OfficerId> holder(Sql sql, Hash keyId) {
        return sql.first(
                "SELECT officer FROM access_officer_key WHERE key_id = ?", row -> new OfficerId(row.text(0)), keyId);
    }

    /** The key that an officer in service uses now. */
    public static Optional<OfficerKey> currentKey(Sql sql, OfficerId id) {
        return sql.first(
                KEY_COLUMNS + " WHERE officer = ? ORDER BY until_ms DESC, from_ms DESC LIMIT 1",
                Officers::readKey,
                id.text());
    }

    /** All keys on file, ended ones too, as a card shows them to other states. */
    public static List<OfficerKey> keys(Sql sql) {
        return sql.list(KEY_COLUMNS + " ORDER BY key_id", Officers::readKey);
    }

    static Officer require(Sql sql, OfficerId id) throws Refused {
        Optional<Officer> found = find(sql, id);
        return found.orElseThrow(() -> new Refused(
                Refused.Code.NOT_FOUND,
                "there is no officer " + id + " in service",
                "look the id up in the list of officers"));
    }

    static String text(Set<Role> roles) {
        return String.join(" ", Role.words(roles));
    }

    static Set<Role> roles(String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(text.split(" ", -1)).map(Role::ofWord).forEach(roles::add);
        return roles;
    }

    private static void requireRoles(Officer officer, OfficerKey key) throws Refused {
        if (!officer.roles().equals(key.roles())) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "officer " + officer.id() + " has the roles " + Role.words(officer.roles()) + ", the key "
                            + Role.words(key.roles()),
                    "give both the same roles");
        }
    }

    private static void requireNewKey(Sql sql, OfficerKey key) throws Refused {
        if (key(sql, key.id()).isPresent()) {
            throw new Refused(
                    Refused.Code.DUPLICATE,
                    "the key " + key.id().hex() + " belongs to an officer already, or did",
                    "make a new key; one key is for one person, once");
        }
    }

    private static void putKey(Sql sql, OfficerId id, OfficerKey key) {
        sql.update(
                "INSERT INTO access_officer_key (key_id, officer, algorithm, public_key, roles, from_ms, until_ms)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                key.id(),
                id.text(),
                key.algorithm().number(),
                key.publicKey().bytes(),
                text(key.roles()),
                key.validFromMs(),
                key.validUntilMs());
    }

    /** A key ends at the earliest one millisecond after it began, because a validity is never empty. */
    private static void endKeys(Turn turn, OfficerId id) {
        long now = turn.now().toEpochMilli();
        turn.sql()
                .update(
                        "UPDATE access_officer_key SET until_ms = CASE WHEN from_ms < ? THEN ? ELSE from_ms + 1 END"
                                + " WHERE officer = ? AND until_ms > ?",
                        now,
                        now,
                        id.text(),
                        now);
    }

    private static Draft record(Kind kind, OfficerId id, Hash keyId, Set<Role> roles) {
        CborWriter out = new CborWriter().map(3);
        out.uint(1).text(id.text());
        out.uint(2).bytes(keyId.bytes());
        out.uint(3).array(roles.size());
        Role.words(roles).forEach(out::text);
        return Draft.of(kind, Recipient.nobody(), Lane.OWN, "application/cbor", out.toBytes());
    }

    private static Officer readOfficer(Row row) {
        return new Officer(new OfficerId(row.text(0)), row.text(1), roles(row.text(2)));
    }

    private static OfficerKey readKey(Row row) {
        return new OfficerKey(
                row.hash(0),
                Algorithm.of(row.number(1)),
                Octets.of(row.bytes(2)),
                roles(row.text(3)),
                row.number(4),
                row.number(5));
    }
}
