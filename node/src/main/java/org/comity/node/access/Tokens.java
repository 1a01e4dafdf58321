package org.comity.node.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.node.world.Entropy;
import org.comity.tlog.Hash;

/**
 * Tokens by which officers' programs act for them.
 *
 * <p>A token is 32 random bytes, shown once. The database keeps its SHA-256 only, so that whoever reads the database holds no token;
 * with 256 random bits no slow hash is needed. It is looked up by that digest, which an attacker cannot steer byte by byte, and
 * compared in constant time. Its scope is the roles it was given, never more than its officer holds at the moment of use.
 */
public final class Tokens {

    /** What the text of every token begins with, so that one left in a file can be found. */
    public static final String PREFIX = "comity-token-";

    /** The longest life of a token. */
    public static final Duration MAX_LIFE = Duration.ofDays(400);

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 6;

    private Tokens() {}

    /**
     * A token at the one moment its text is known.
     *
     * @param id names it in lists and for {@link #revoke}
     * @param text the secret
     */
    public record Issued(String id, String text) {

        @Override
        public String toString() {
            return "Issued[" + id + ", secret]";
        }
    }

    /**
     * What a program that showed a token may do.
     *
     * @param roles those of the token that its officer still holds, at least one
     */
    public record Bearer(OfficerId officer, String tokenId, Set<Role> roles) {

        public Bearer {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * A token as lists show it.
     *
     * @param revoked when it was taken back, if it was
     */
    public record Listed(
            String id,
            OfficerId officer,
            Set<Role> roles,
            Instant created,
            Instant expires,
            Optional<Instant> revoked) {

        public Listed {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * Makes a token.
     *
     * @param scope at least one, all of them roles of the officer
     * @param life above zero, at most {@link #MAX_LIFE}
     * @throws Refused if there is no such officer, or scope or life are not legal
     */
    public static Issued issue(Turn turn, OfficerId officer, Set<Role> scope, Duration life, Entropy entropy)
            throws Refused {
        Officer holder = Officers.require(turn.sql(), officer);
        if (scope.isEmpty() || !holder.roles().containsAll(scope)) {
            throw new Refused(
                    Refused.Code.NOT_ALLOWED,
                    "a token for " + Role.words(scope) + " was asked; officer " + officer + " holds "
                            + Role.words(holder.roles()),
                    "ask for at least one role, and only for roles the officer holds");
        }
        if (!life.isPositive() || life.compareTo(MAX_LIFE) > 0) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "a token of " + life + " was asked, legal is above zero and at most " + MAX_LIFE.toDays() + " days",
                    "ask for a shorter life and renew it");
        }
        String id = HexFormat.of().formatHex(entropy.bytes(ID_BYTES));
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(entropy.bytes(SECRET_BYTES));
        turn.sql()
                .update(
                        "INSERT INTO access_token (id, digest, officer, roles, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?)",
                        id,
                        digest(text),
                        officer.text(),
                        Officers.text(scope),
                        turn.now().toEpochMilli(),
                        turn.now().plus(life).toEpochMilli());
        return new Issued(id, text);
    }

    /**
     * Admits a program.
     *
     * @param text what it showed
     * @throws Refused with {@link Refused.Code#NOT_ALLOWED} and one and the same message, whatever the reason
     */
    public static Bearer admit(Sql sql, String text, Instant now) throws Refused {
        if (text.length() != PREFIX.length() + 43 || !text.startsWith(PREFIX)) {
            throw notAdmitted();
        }
        Hash digest = digest(text);
        Stored stored = sql.first(
                        "SELECT t.id, t.officer, t.roles, t.expires_ms, t.revoked_ms, t.digest, o.roles, o.retired_ms"
                                + " FROM access_token t JOIN access_officer o ON o.id = t.officer WHERE t.digest = ?",
                        Tokens::readStored,
                        digest)
                .orElseThrow(Tokens::notAdmitted);
        boolean same = MessageDigest.isEqual(stored.digest().bytes(), digest.bytes());
        Set<Role> roles = EnumSet.copyOf(stored.scope());
        roles.retainAll(stored.held());
        if (!same || stored.ended() || now.toEpochMilli() >= stored.expiresMs() || roles.isEmpty()) {
            throw notAdmitted();
        }
        return new Bearer(stored.officer(), stored.id(), roles);
    }

    /**
     * Takes a token back, at once and for good.
     *
     * @throws Refused if there is none of this id, or it was taken back already
     */
    public static void revoke(Turn turn, String id) throws Refused {
        int rows = turn.sql()
                .update(
                        "UPDATE access_token SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL",
                        turn.now().toEpochMilli(),
                        id);
        if (rows == 0) {
            throw new Refused(
                    Refused.Code.NOT_FOUND, "there is no live token " + id, "look the id up in the list of tokens");
        }
    }

    /** The tokens of an officer, newest first. */
    public static List<Listed> list(Sql sql, OfficerId officer) {
        return sql.list(
                "SELECT id, officer, roles, created_ms, expires_ms, revoked_ms FROM access_token WHERE officer = ?"
                        + " ORDER BY created_ms DESC, id",
                Tokens::readListed,
                officer.text());
    }

    private record Stored(
            String id,
            OfficerId officer,
            Set<Role> scope,
            long expiresMs,
            boolean ended,
            Hash digest,
            Set<Role> held) {}

    private static Stored readStored(Row row) {
        boolean ended =
                row.optionalNumber(4).isPresent() || row.optionalNumber(7).isPresent();
        return new Stored(
                row.text(0),
                new OfficerId(row.text(1)),
                Officers.roles(row.text(2)),
                row.number(3),
                ended,
                row.hash(5),
                Officers.roles(row.text(6)));
    }

    private static Listed readListed(Row row) {
        OptionalLong revoked = row.optionalNumber(5);
        return new Listed(
                row.text(0),
                new OfficerId(row.text(1)),
                Officers.roles(row.text(2)),
                Instant.ofEpochMilli(row.number(3)),
                Instant.ofEpochMilli(row.number(4)),
                revoked.isPresent() ? Optional.of(Instant.ofEpochMilli(revoked.getAsLong())) : Optional.empty());
    }

    private static Hash digest(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Why is not said: whoever guesses must not learn how near they came. */
    private static Refused notAdmitted() {
        return new Refused(
                Refused.Code.NOT_ALLOWED,
                "this token is not valid here",
                "ask an administrator for a new token; a token may have expired or been taken back");
    }
}
