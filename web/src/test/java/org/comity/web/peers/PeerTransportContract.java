package org.comity.web.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.comity.node.record.MemberId;
import org.comity.node.world.ByteRange;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.PeerTransport;
import org.comity.node.world.Pin;
import org.comity.web.TestTls;
import org.comity.web.TlsIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every road between nodes keeps, whatever it is made of. */
abstract class PeerTransportContract {

    static final int BODY_LIMIT = 4096;
    static final MemberId CALLER = new MemberId("VN");
    static final MemberId CALLED = new MemberId("BR");

    private static final TlsIdentity CALLER_KEY = TestTls.identity();
    private static final TlsIdentity CURRENT = TestTls.identity();
    private static final TlsIdentity NEXT = TestTls.identity();

    final ScriptedFace face = new ScriptedFace();
    final QueueSchedule schedule = new QueueSchedule();
    private final List<AutoCloseable> opened = new ArrayList<>();
    PeerTransport transport;

    /** Offers the face under the key; bodies over {@link #BODY_LIMIT} are too long in both directions. */
    abstract URI offer(ScriptedFace offered, TlsIdentity key) throws Exception;

    abstract PeerTransport transport(TlsIdentity caller) throws Exception;

    /** An address where nobody listens. */
    abstract URI deadEnd() throws Exception;

    final <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    @BeforeEach
    void open() throws Exception {
        face.known.put(CALLER_KEY.pin(), CALLER);
        transport = transport(CALLER_KEY);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }

    final Outcome<PeerAnswer> ask(PeerAddress to, PeerCall call) {
        List<Outcome<PeerAnswer>> outcomes = new ArrayList<>();
        transport.ask(to, call, outcomes::add);
        schedule.runNext();
        assertThat(outcomes).hasSize(1);
        assertThat(schedule.isEmpty()).isTrue();
        return outcomes.getFirst();
    }

    static PeerAnswer answered(Outcome<PeerAnswer> outcome) {
        return switch (outcome) {
            case Outcome.Done<PeerAnswer>(PeerAnswer answer) -> answer;
            case Outcome.Failed<PeerAnswer>(Exception cause) -> fail("no answer", cause);
        };
    }

    static Exception failed(Outcome<PeerAnswer> outcome) {
        return switch (outcome) {
            case Outcome.Done<PeerAnswer>(PeerAnswer answer) -> fail("an answer came: status " + answer.status());
            case Outcome.Failed<PeerAnswer>(Exception cause) -> cause;
        };
    }

    static PeerAddress at(URI url, Pin... pins) {
        return new PeerAddress(CALLED, List.of(url), Set.of(pins));
    }

    final PeerAddress offered() throws Exception {
        return at(offer(face, CURRENT), CURRENT.pin(), NEXT.pin());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void carriesMethodPathBodyAndCaller() throws Exception {
        face.answers(200, "application/cbor", ascii("taken"));

        PeerAnswer answer = answered(ask(offered(), PeerCall.post("/peer/v1/parcels?try=2", ascii("sealed"))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/cbor");
        assertThat(answer.body()).isEqualTo(ascii("taken"));
        ScriptedFace.Asked asked = face.asked.getFirst();
        assertThat(asked.from()).isEqualTo(CALLER);
        assertThat(asked.call().method()).isEqualTo("POST");
        assertThat(asked.call().path()).isEqualTo("/peer/v1/parcels?try=2");
        assertThat(asked.call().body()).isEqualTo(ascii("sealed"));
        assertThat(asked.call().range()).isEmpty();
    }

    @Test
    void carriesARefusalWithItsRetryTime() throws Exception {
        face.script =
                call -> Optional.of(new PeerAnswer(409, "application/problem+json", ascii("{}"), OptionalLong.of(17)));

        PeerAnswer answer = answered(ask(offered(), PeerCall.post("/peer/v1/parcels", ascii("x"))));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.retryAfterSeconds()).hasValue(17);
    }

    @Test
    void servesARangeWithItsExactBytes() throws Exception {
        byte[] whole = new byte[1000];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (byte) i;
        }
        face.script = call -> {
            ByteRange range = call.range().orElseThrow();
            return Optional.of(PeerAnswer.of(
                    206,
                    "application/octet-stream",
                    Arrays.copyOfRange(whole, (int) range.first(), (int) range.last() + 1)));
        };

        PeerAnswer answer = answered(ask(offered(), PeerCall.get("/peer/v1/evidence/a1", new ByteRange(10, 509))));

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 510));
    }

    @Test
    void servesTheRestWhenARangeReachesBeyondTheEnd() throws Exception {
        face.answers(206, "application/octet-stream", ascii("tail"));

        PeerAnswer answer = answered(ask(offered(), PeerCall.get("/peer/v1/evidence/a1", new ByteRange(996, 2000))));

        assertThat(answer.body()).isEqualTo(ascii("tail"));
    }

    @Test
    void refusesMoreThanTheRangeAskedFor() throws Exception {
        face.answers(206, "application/octet-stream", new byte[11]);

        failed(ask(offered(), PeerCall.get("/peer/v1/evidence/a1", new ByteRange(0, 9))));
    }

    @Test
    void refusesAnOversizedRequestBody() throws Exception {
        PeerAnswer answer = answered(ask(offered(), PeerCall.post("/peer/v1/parcels", new byte[BODY_LIMIT + 1])));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("/problems/too-large");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        face.answers(200, "application/cbor", new byte[BODY_LIMIT]);

        PeerAnswer answer = answered(ask(offered(), PeerCall.post("/peer/v1/parcels", new byte[BODY_LIMIT])));

        assertThat(answer.body()).hasSize(BODY_LIMIT);
        assertThat(face.asked.getFirst().call().body()).hasSize(BODY_LIMIT);
    }

    @Test
    void refusesAnOversizedAnswer() throws Exception {
        face.answers(200, "application/cbor", new byte[BODY_LIMIT + 1]);

        failed(ask(offered(), PeerCall.get("/peer/v1/heads")));
    }

    @Test
    void sendsNothingToAWrongPin() throws Exception {
        URI url = offer(face, TestTls.identity());

        assertThat(failed(ask(at(url, CURRENT.pin(), NEXT.pin()), PeerCall.get("/peer/v1/heads"))))
                .hasMessageContaining("is not one of");
        assertThat(face.asked).isEmpty();
    }

    @Test
    void keepsAnUnknownCallerOut() throws Exception {
        face.known.clear();

        failed(ask(offered(), PeerCall.get("/peer/v1/heads")));

        assertThat(face.asked).isEmpty();
    }

    @Test
    void recognitionWithdrawnDuringSession() throws Exception {
        PeerAddress to = offered();
        assertThat(answered(ask(to, PeerCall.get("/peer/v1/heads"))).status()).isEqualTo(200);

        face.known.clear();
        PeerAnswer answer = answered(ask(to, PeerCall.get("/peer/v1/heads")));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("/problems/not-recognised");
        assertThat(face.asked).hasSize(1);
    }

    @Test
    void pinRotationOldKeyLost() throws Exception {
        URI url = offer(face, NEXT);

        assertThat(answered(ask(at(url, CURRENT.pin(), NEXT.pin()), PeerCall.get("/peer/v1/heads")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void pinTakenOutOfTheCardIsNotReachedOverAnOldConnection() throws Exception {
        URI url = offer(face, CURRENT);
        answered(ask(at(url, CURRENT.pin()), PeerCall.get("/peer/v1/heads")));

        failed(ask(at(url, NEXT.pin()), PeerCall.get("/peer/v1/heads")));

        assertThat(face.asked).hasSize(1);
    }

    @Test
    void redirectIsAnAnswerAndNotFollowed() throws Exception {
        face.answers(307, "text/plain", new byte[0]);

        assertThat(answered(ask(offered(), PeerCall.get("/peer/v1/heads"))).status())
                .isEqualTo(307);
        assertThat(face.asked).hasSize(1);
    }

    @Test
    void goesOnToTheSecondAddress() throws Exception {
        PeerAddress to = new PeerAddress(CALLED, List.of(deadEnd(), offer(face, CURRENT)), Set.of(CURRENT.pin()));

        assertThat(answered(ask(to, PeerCall.get("/peer/v1/heads"))).status()).isEqualTo(200);
    }

    @Test
    void saysOfEveryAddressWhyItGaveNoAnswer() throws Exception {
        URI nobody = deadEnd();
        URI stranger = offer(face, TestTls.identity());
        PeerAddress to = new PeerAddress(CALLED, List.of(nobody, stranger), Set.of(CURRENT.pin()));

        assertThat(failed(ask(to, PeerCall.get("/peer/v1/heads"))))
                .hasMessageContaining(nobody.toString())
                .hasMessageContaining(stranger.toString());
    }

    @Test
    void faceThatFailsIsAnInternalErrorWithoutItsMessage() throws Exception {
        face.script = call -> {
            throw new IllegalStateException("secret of the node");
        };

        PeerAnswer answer = answered(ask(offered(), PeerCall.get("/peer/v1/heads")));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
    }
}
