package org.comity.node.directory;

import java.nio.charset.StandardCharsets;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.access.SignatureRefused;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;

/**
 * The body of a {@code ping.answer}: deterministic CBOR {1: challenge, 2: time, 3: signature}.
 *
 * <p>The signature is Ed25519 by the duty key in the answering node's card over {@code comity/ping/v1}, a line feed, and the
 * deterministic CBOR array [realm, kind of the request, asking member, answering member, challenge, time]. So an answer fits one
 * question of one member only, and that to a drill is none to a ping.
 *
 * @param challenge as in the request
 * @param timeMs when it was answered, in milliseconds since 1970, by the answering node's clock; a claim
 * @param signature 64 bytes
 */
public record PingAnswer(Octets challenge, long timeMs, Octets signature) {

    private static final byte[] DOMAIN = "comity/ping/v1\n".getBytes(StandardCharsets.US_ASCII);

    public PingAnswer {
        if (challenge.length() != PingRequest.CHALLENGE_BYTES || signature.length() != Ed25519Key.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("challenge and signature have " + challenge.length() + " and "
                    + signature.length() + " bytes, legal are " + PingRequest.CHALLENGE_BYTES + " and "
                    + Ed25519Key.SIGNATURE_BYTES);
        }
        if (timeMs < 0) {
            throw new IllegalArgumentException("answered at " + timeMs + " ms, legal is 0 or later");
        }
    }

    /**
     * What a ping asks: everything the answer's signature binds besides its time.
     *
     * @param kind {@code ping.request} or {@code ping.exercise}
     */
    public record Question(Realm realm, Kind kind, MemberId asking, MemberId answering, PingRequest request) {}

    static PingAnswer sign(Question question, long timeMs, Ed25519Key duty) {
        byte[] signature = duty.sign(statement(question, timeMs));
        return new PingAnswer(question.request().challenge(), timeMs, Octets.of(signature));
    }

    void verify(Question question, Octets dutyKey) throws Refused {
        try {
            Ed25519Key.verify(dutyKey, statement(question, timeMs), signature.bytes());
        } catch (SignatureRefused e) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the answer to our ping is not signed by the duty key of " + question.answering()
                            + " over our question",
                    "ask the member through another channel whether its duty key changed");
        }
    }

    public byte[] encode() {
        CborWriter out = new CborWriter().map(3);
        out.uint(1).bytes(challenge.bytes());
        out.uint(2).uint(timeMs);
        out.uint(3).bytes(signature.bytes());
        return out.toBytes();
    }

    /**
     * Reads a body.
     *
     * @throws Refused with {@link Refused.Code#INVALID}
     */
    public static PingAnswer decode(byte[] body) throws Refused {
        try {
            CborReader in = new CborReader(body);
            CborFields.requireMap(in, 3);
            Octets challenge = Octets.of(CborFields.at(in, 1).bytes());
            long timeMs = CborFields.at(in, 2).uint();
            Octets signature = Octets.of(CborFields.at(in, 3).bytes());
            in.end();
            return new PingAnswer(challenge, timeMs, signature);
        } catch (CborException | IllegalArgumentException e) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "the answer to a ping is malformed: " + e.getMessage(),
                    "send {1: challenge, 2: time, 3: signature}");
        }
    }

    private static byte[] statement(Question question, long timeMs) {
        byte[] array = new CborWriter()
                .array(6)
                .text(question.realm().name())
                .text(question.kind().text())
                .text(question.asking().code())
                .text(question.answering().code())
                .bytes(question.request().challenge().bytes())
                .uint(timeMs)
                .toBytes();
        byte[] statement = new byte[DOMAIN.length + array.length];
        System.arraycopy(DOMAIN, 0, statement, 0, DOMAIN.length);
        System.arraycopy(array, 0, statement, DOMAIN.length, array.length);
        return statement;
    }
}
