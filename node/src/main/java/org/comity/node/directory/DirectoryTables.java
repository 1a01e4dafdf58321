package org.comity.node.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.node.record.MemberId;
import org.comity.node.store.Migration;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.node.world.Pin;
import org.comity.tlog.Hash;
import org.comity.tlog.VerifierKey;

/** The SQL of peers and cards. */
final class DirectoryTables {

    static final List<Migration> MIGRATIONS = List.of(
            Migration.of(DirectoryTables.class, "0001-directory.sql"),
            Migration.of(DirectoryTables.class, "0002-offers.sql"));

    private static final String PEERS =
            "SELECT p.state, p.since_ms, c.bytes, c.digest FROM directory_peer p JOIN directory_card c ON c.digest = p.card";

    private DirectoryTables() {}

    static List<Peer> peers(Sql sql) {
        return sql.list(PEERS + " ORDER BY p.member", DirectoryTables::readPeer);
    }

    static Optional<Peer> peer(Sql sql, MemberId member) {
        return sql.first(PEERS + " WHERE p.member = ?", DirectoryTables::readPeer, member.code());
    }

    private static Peer readPeer(Row row) {
        return new Peer(
                VerifiedCard.stored(row.bytes(2), row.hash(3)),
                Peer.State.ofWord(row.text(0)),
                Instant.ofEpochMilli(row.number(1)));
    }

    static void putPeer(Sql sql, Peer peer) {
        sql.update(
                "INSERT INTO directory_peer (member, state, since_ms, card) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (member) DO UPDATE SET state = excluded.state, since_ms = excluded.since_ms,"
                        + " card = excluded.card",
                peer.member().code(),
                peer.state().word(),
                peer.since().toEpochMilli(),
                peer.card().digest());
    }

    static void keepCard(Sql sql, VerifiedCard card, Instant taken, long logIndex) {
        sql.update(
                "INSERT INTO directory_card (digest, member, taken_ms, log_index, bytes) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (digest) DO NOTHING",
                card.digest(),
                card.member().code(),
                taken.toEpochMilli(),
                logIndex,
                card.card().bytes());
    }

    static Optional<VerifiedCard> own(Sql sql) {
        return sql.first(
                "SELECT c.bytes, c.digest FROM directory_own o JOIN directory_card c ON c.digest = o.card WHERE o.id = 1",
                row -> VerifiedCard.stored(row.bytes(0), row.hash(1)));
    }

    static void putOwn(Sql sql, VerifiedCard card) {
        sql.update(
                "INSERT INTO directory_own (id, card) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET card = excluded.card",
                card.digest());
    }

    static List<Offer> offers(Sql sql) {
        return sql.list(
                "SELECT bytes, digest, offered_ms FROM directory_offer ORDER BY member",
                row -> new Offer(VerifiedCard.stored(row.bytes(0), row.hash(1)), Instant.ofEpochMilli(row.number(2))));
    }

    static void putOffer(Sql sql, Offer offer) {
        sql.update(
                "INSERT INTO directory_offer (member, offered_ms, digest, bytes) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (member) DO UPDATE SET offered_ms = excluded.offered_ms,"
                        + " digest = excluded.digest, bytes = excluded.bytes",
                offer.member().code(),
                offer.since().toEpochMilli(),
                offer.card().digest(),
                offer.card().card().bytes());
    }

    static void dropOffer(Sql sql, MemberId member) {
        sql.update("DELETE FROM directory_offer WHERE member = ?", member.code());
    }

    /** Every card of a member that was taken or issued, the newest first. */
    static List<Directory.KeptCard> cards(Sql sql, MemberId member) {
        return sql.list(
                "SELECT bytes, digest, log_index FROM directory_card WHERE member = ? ORDER BY log_index DESC",
                row -> new Directory.KeptCard(VerifiedCard.stored(row.bytes(0), row.hash(1)), row.number(2)),
                member.code());
    }

    /** The member that already holds something this card claims for itself, with what it is. */
    static Optional<String> clash(Sql sql, VerifiedCard card) {
        for (String claim : claims(card)) {
            Optional<String> other = sql.first(
                    "SELECT member FROM directory_claim WHERE claim = ? AND member <> ?",
                    row -> row.text(0),
                    claim,
                    card.member().code());
            if (other.isPresent()) {
                return Optional.of(other.get() + ", " + claim);
            }
        }
        return Optional.empty();
    }

    static void putClaims(Sql sql, VerifiedCard card) {
        dropClaims(sql, card.member());
        for (String claim : claims(card)) {
            sql.update(
                    "INSERT INTO directory_claim (claim, member) VALUES (?, ?)",
                    claim,
                    card.member().code());
        }
    }

    static void dropClaims(Sql sql, MemberId member) {
        sql.update("DELETE FROM directory_claim WHERE member = ?", member.code());
    }

    private static List<String> claims(VerifiedCard card) {
        List<String> claims = new ArrayList<>();
        for (NodeCard node : card.nodes()) {
            claims.add("origin " + node.origin());
            for (Pin pin : node.pins()) {
                claims.add("pin " + pin.spkiSha256().hex());
            }
            for (VerifierKey key : node.logKeys()) {
                claims.add("log key " + Hash.sha256(key.publicKey()).hex());
            }
        }
        return claims.stream().distinct().toList();
    }
}
