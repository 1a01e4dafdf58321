package org.comity.node.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Turn;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.store.Row;
import org.comity.node.store.Sql;
import org.comity.node.world.Entropy;

/**
 * Tests whether the other end still answers: a fresh challenge goes out as a message, and comes back signed by the duty key.
 *
 * <p>This room writes and checks the messages and keeps the times; to send and to receive them is the exchange's part. A
 * {@code ping.exercise} is a ping within an announced drill of the world, kept apart in all counts.
 */
public final class Pings {

    public static final Kind REQUEST = new Kind("ping.request");
    /** A ping that belongs to an announced drill. */
    public static final Kind EXERCISE = new Kind("ping.exercise");

    public static final Kind ANSWER = new Kind("ping.answer");

    /** A ping that nobody fetched for this long has no purpose any more. */
    public static final Duration LIFE = Duration.ofDays(1);

    private static final String CBOR = "application/cbor";
    private static final int MAX_LISTED = 1_000;

    private final Realm realm;
    private final MemberId self;
    private final Directory directory;

    public Pings(Realm realm, MemberId self, Directory directory) {
        this.realm = realm;
        this.self = self;
        this.directory = directory;
    }

    /**
     * A ping this node sent.
     *
     * @param answered when the answer was taken here, if it was
     */
    public record Sent(MemberId member, Kind kind, Instant sent, Optional<Instant> answered) {

        /** How long the answer took, by this node's clock. */
        public Optional<Duration> roundTrip() {
            return answered.map(at -> Duration.between(sent, at));
        }
    }

    /**
     * Draws a challenge, keeps it, and gives the message to send.
     *
     * @param kind {@link #REQUEST} or {@link #EXERCISE}
     * @throws Refused if the member is not recognised, or the kind is no ping
     */
    public Draft ask(Turn turn, MemberId member, Kind kind, Entropy entropy) throws Refused {
        requireRecognised(member);
        requirePing(kind);
        PingRequest request = new PingRequest(Octets.of(entropy.bytes(PingRequest.CHALLENGE_BYTES)));
        long now = turn.now().toEpochMilli();
        turn.sql()
                .update(
                        "INSERT INTO directory_ping (challenge, member, kind, sent_ms) VALUES (?, ?, ?, ?)",
                        request.challenge().bytes(),
                        member.code(),
                        kind.text(),
                        now);
        return Draft.of(kind, Recipient.one(member), Lane.ORDINARY, CBOR, request.encode())
                .withExpiryMs(now + LIFE.toMillis());
    }

    /**
     * The answer to a ping that came in.
     *
     * @param from the member that asked, as proven by its log
     * @param kind of the message that came
     * @throws Refused if the body is malformed or the kind is no ping
     */
    public Draft answer(Turn turn, MemberId from, Kind kind, byte[] body, Ed25519Key duty) throws Refused {
        requirePing(kind);
        PingRequest request = PingRequest.decode(body);
        long now = turn.now().toEpochMilli();
        PingAnswer answer = PingAnswer.sign(new PingAnswer.Question(realm, kind, from, self, request), now, duty);
        return Draft.of(ANSWER, Recipient.one(from), Lane.ORDINARY, CBOR, answer.encode())
                .withExpiryMs(now + LIFE.toMillis());
    }

    /**
     * Takes an answer: its challenge must be one we sent to this member and that is not answered yet.
     *
     * @param from the member that answered, as proven by its log
     * @return how long it took
     * @throws Refused if it answers no open ping of ours, or is not signed by that member's duty key
     */
    public Duration answered(Turn turn, MemberId from, byte[] body) throws Refused {
        PingAnswer answer = PingAnswer.decode(body);
        Peer peer = requireRecognised(from);
        Sent sent = turn.sql()
                .first(
                        "SELECT member, kind, sent_ms, answered_ms FROM directory_ping WHERE challenge = ? AND member = ?",
                        Pings::readSent,
                        answer.challenge().bytes(),
                        from.code())
                .filter(ping -> ping.answered().isEmpty())
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "no ping to " + from + " with this challenge waits for an answer",
                        "answer each ping once, with the challenge it brought"));
        PingRequest request = new PingRequest(answer.challenge());
        answer.verify(
                new PingAnswer.Question(realm, sent.kind(), self, from, request),
                peer.nodeCard().dutyKey());
        turn.sql()
                .update(
                        "UPDATE directory_ping SET answered_ms = ?, claimed_ms = ? WHERE challenge = ?",
                        turn.now().toEpochMilli(),
                        answer.timeMs(),
                        answer.challenge().bytes());
        return Duration.between(sent.sent(), turn.now());
    }

    /**
     * The latest pings to a member, newest first.
     *
     * @param limit 1 to 1,000
     */
    public static List<Sent> latest(Sql sql, MemberId member, int limit) {
        if (limit < 1 || limit > MAX_LISTED) {
            throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + MAX_LISTED);
        }
        return sql.list(
                "SELECT member, kind, sent_ms, answered_ms FROM directory_ping WHERE member = ?"
                        + " ORDER BY sent_ms DESC, challenge LIMIT ?",
                Pings::readSent,
                member.code(),
                limit);
    }

    private Peer requireRecognised(MemberId member) throws Refused {
        Optional<Peer> peer = directory.peer(member).filter(Peer::recognised);
        return peer.orElseThrow(() -> new Refused(
                Refused.Code.NOT_FOUND, member + " is not recognised by this node", "recognise the member first"));
    }

    private static void requirePing(Kind kind) throws Refused {
        if (!kind.equals(REQUEST) && !kind.equals(EXERCISE)) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "kind " + kind + " is not one of " + REQUEST + ", " + EXERCISE,
                    "use one of these kinds");
        }
    }

    private static Sent readSent(Row row) {
        OptionalLong answered = row.optionalNumber(3);
        return new Sent(
                new MemberId(row.text(0)),
                new Kind(row.text(1)),
                Instant.ofEpochMilli(row.number(2)),
                answered.isPresent() ? Optional.of(Instant.ofEpochMilli(answered.getAsLong())) : Optional.empty());
    }
}
