package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.node.ledger.StorageGauge;
import org.comity.node.record.MemberId;
import org.comity.node.store.MemoryStore;
import org.comity.node.store.Space;
import org.comity.node.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided about a call before its body is read. */
class AdmissionTest {

    private static final MemberId FLOODER = new MemberId("XB");
    private static final MemberId OTHER = new MemberId("XC");
    private static final Quotas TIGHT = new Quotas(2, 1 << 20, 1, 1 << 20, 4);

    private long now = Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();
    private final MemoryStore store = SqliteStore.inMemory();
    private final List<Problem.Type> heard = new ArrayList<>();
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private final Admission admission =
            new Admission(TIGHT, new StorageGauge(store, clock), clock, (peer, why) -> heard.add(why));

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<Problem> post(MemberId peer, String path, long length) {
        return admission.refusal(peer, "POST", path, length);
    }

    private int takenInARow(String path, long length) {
        int taken = 0;
        while (post(FLOODER, path, length).isEmpty()) {
            taken++;
        }
        return taken;
    }

    private static void assertRefused(Optional<Problem> problem, Problem.Type type) {
        assertThat(problem.map(Problem::type)).contains(type);
    }

    @Test
    void aFloodOfParcelsIsTurnedAwayAfterItsBurst() {
        assertThat(takenInARow(Courier.PARCELS, 100)).isEqualTo(2 * Quotas.BURST_SECONDS);
        Problem problem = post(FLOODER, Courier.PARCELS, 100).orElseThrow();
        assertThat(problem.type()).isEqualTo(Problem.Type.QUOTA);
        assertThat(problem.type().status()).isEqualTo(429);
        assertThat(problem.retryAfterSeconds()).hasValue(1);
    }

    @Test
    void aFloodOfBytesIsTurnedAwayAndToldWhenToComeBack() {
        assertThat(takenInARow(Courier.PARCELS, 4 << 20)).isEqualTo(2);
        assertThat(post(FLOODER, Courier.PARCELS, 4 << 20).orElseThrow().retryAfterSeconds())
                .hasValue(4);
        now += 4_000;
        assertThat(post(FLOODER, Courier.PARCELS, 4 << 20)).isEmpty();
    }

    @Test
    void anEmergencyPassesTheFloodOfItsOwnSender() {
        takenInARow(Courier.PARCELS, 100);
        assertThat(post(FLOODER, Courier.URGENT_PARCELS, 100)).isEmpty();
    }

    @Test
    void aFloodOfUrgentParcelsIsBoundedToo() {
        assertThat(takenInARow(Courier.URGENT_PARCELS, 100)).isEqualTo(Quotas.BURST_SECONDS);
    }

    @Test
    void aFloodCostsAnotherPeerNothing() {
        takenInARow(Courier.PARCELS, 100);
        assertThat(post(OTHER, Courier.PARCELS, 100)).isEmpty();
    }

    @Test
    void aFloodOfOtherCallsIsTurnedAway() {
        int taken = 0;
        while (admission.refusal(FLOODER, "GET", Hello.PATH, 0).isEmpty()) {
            taken++;
        }
        assertThat(taken).isEqualTo(4 * Quotas.BURST_SECONDS);
        assertThat(post(FLOODER, Courier.PARCELS, 100)).isEmpty();
    }

    @Test
    void refusalsUseNothingUp() {
        takenInARow(Courier.PARCELS, 100);
        for (int i = 0; i < 1_000; i++) {
            post(FLOODER, Courier.PARCELS, 100);
        }
        now += 500;
        assertThat(post(FLOODER, Courier.PARCELS, 100)).isEmpty();
    }

    @Test
    void aClockThatJumpsBackGivesNothingAway() {
        takenInARow(Courier.PARCELS, 100);
        now -= 86_400_000;
        assertRefused(post(FLOODER, Courier.PARCELS, 100), Problem.Type.QUOTA);
        now += 500;
        assertThat(post(FLOODER, Courier.PARCELS, 100)).isEmpty();
    }

    @Test
    void aClockThatJumpsAheadGivesABurstAtTheMost() {
        takenInARow(Courier.PARCELS, 100);
        now += 86_400_000L * 400;
        assertThat(takenInARow(Courier.PARCELS, 100)).isEqualTo(2 * Quotas.BURST_SECONDS);
    }

    @Test
    void theLargestParcelPassesTheLowestQuota() {
        Admission least =
                new Admission(new Quotas(1, 1, 1, 1, 1), new StorageGauge(store, clock), clock, (peer, why) -> {});
        assertThat(least.refusal(FLOODER, "POST", Courier.PARCELS, Limits.PARCEL_BYTES))
                .isEmpty();
    }

    @Test
    void urgentParcelAboveItsBoundIsTooLarge() {
        assertRefused(post(FLOODER, Courier.URGENT_PARCELS, Limits.URGENT_FILE_BYTES + 1L), Problem.Type.TOO_LARGE);
    }

    @Test
    void diskAlmostFull() {
        store.setSpace(new Space(9_000, 100_000));
        assertRefused(post(FLOODER, Courier.PARCELS, 100), Problem.Type.STORAGE_LOW);
        assertThat(post(FLOODER, Courier.URGENT_PARCELS, 100)).isEmpty();
        assertThat(admission.refusal(FLOODER, "GET", Hello.PATH, 0)).isEmpty();
    }

    @Test
    void diskFull() {
        store.setSpace(new Space(1_000, 100_000));
        Problem problem = post(FLOODER, Courier.URGENT_PARCELS, 100).orElseThrow();
        assertThat(problem.type()).isEqualTo(Problem.Type.STORAGE_LOW);
        assertThat(problem.type().status()).isEqualTo(503);
        assertThat(problem.retryAfterSeconds()).hasValue(60);
        assertRefused(post(FLOODER, "/peer/v1/witness/add-checkpoint", 100), Problem.Type.STORAGE_LOW);
        assertThat(post(FLOODER, Hello.PATH, 100)).isEmpty();
        assertThat(admission.refusal(FLOODER, "GET", Hello.PATH, 0)).isEmpty();
    }

    @Test
    void aDiskWithRoomAgainIsNoticed() {
        store.setSpace(new Space(1_000, 100_000));
        assertRefused(post(FLOODER, Courier.PARCELS, 100), Problem.Type.STORAGE_LOW);
        store.setSpace(Space.ENDLESS);
        now += 1_000;
        assertThat(post(FLOODER, Courier.PARCELS, 100)).isEmpty();
    }

    @Test
    void refusalsAreCountedByPeerAndReason() {
        takenInARow(Courier.PARCELS, 100);
        store.setSpace(new Space(1_000, 100_000));
        now += 1_000;
        post(OTHER, Courier.PARCELS, 100);
        assertThat(admission.takeRefusals())
                .isEqualTo(Map.of(FLOODER, new Admission.Refusals(1, 0), OTHER, new Admission.Refusals(0, 1)));
        assertThat(admission.takeRefusals()).isEmpty();
        assertThat(heard).containsExactly(Problem.Type.QUOTA, Problem.Type.STORAGE_LOW);
    }
}
