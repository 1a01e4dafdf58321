package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.BAD_SIGNATURE;
import static org.comity.tlog.LogException.Fault.MISSING_SIGNATURE;
import static org.comity.tlog.LogException.Fault.OUT_OF_RANGE;
import static org.comity.tlog.LogException.Fault.WRONG_ORIGIN;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointPolicyTest {
    private static final SignedCheckpoint SIGNED =
            Fixture.signed(Fixture.tiles(9).head());

    @Test
    void acceptsACheckpointThatEveryRequiredKeyHasSigned() {
        VerifiedCheckpoint verified = Fixture.LOG_POLICY.verify(SIGNED);
        assertThat(verified.origin()).isEqualTo(Fixture.ORIGIN);
        assertThat(verified.head()).isEqualTo(SIGNED.checkpoint().head());
        assertThat(verified.signed()).isEqualTo(SIGNED);
        assertThat(verified.witnessTimes()).isEmpty();
    }

    @Test
    void demandsEveryRequiredType() {
        for (int dropped = 0; dropped < 2; dropped++) {
            List<NoteSignature> lines = new ArrayList<>(SIGNED.signatures());
            lines.remove(dropped);
            SignedCheckpoint stripped = new SignedCheckpoint(SIGNED.checkpoint(), lines);
            assertRefused(MISSING_SIGNATURE, () -> Fixture.LOG_POLICY.verify(stripped));
        }
    }

    @Test
    void ignoresLinesOfUnknownKeys() {
        NoteSignature unknown = NoteSignature.of(Fixture.ORIGIN, 42, new byte[64]);
        NoteSignature sameIdOtherName =
                NoteSignature.of("someone.else", Fixture.LOG_ED.verifierKey().keyId(), new byte[64]);
        SignedCheckpoint more = SIGNED.withSignatures(List.of(unknown, sameIdOtherName));
        assertThat(Fixture.LOG_POLICY.verify(more).signed().signatures()).hasSize(4);
    }

    @Test
    void refusesAFailingLineOfAKnownKeyNextToAGoodOne() {
        NoteSignature bad =
                NoteSignature.of(Fixture.ORIGIN, Fixture.LOG_ED.verifierKey().keyId(), new byte[64]);
        List<NoteSignature> lines = new ArrayList<>(SIGNED.signatures());
        lines.add(bad);
        SignedCheckpoint spoiled = new SignedCheckpoint(SIGNED.checkpoint(), lines);
        assertRefused(BAD_SIGNATURE, () -> Fixture.LOG_POLICY.verify(spoiled));
    }

    @Test
    void refusesTheCheckpointOfAnotherLogSignedByTheSameKeys() {
        SignedCheckpoint other = SignedCheckpoint.sign(
                Checkpoint.of("log.example/state-b", SIGNED.checkpoint().head()), 1, Fixture.LOG_KEYS);
        assertRefused(WRONG_ORIGIN, () -> Fixture.LOG_POLICY.verify(other));
    }

    @Test
    void refusesSignaturesMovedToAnotherHead() {
        SignedCheckpoint moved = new SignedCheckpoint(
                Checkpoint.of(Fixture.ORIGIN, Fixture.tiles(8).head()), SIGNED.signatures());
        assertRefused(BAD_SIGNATURE, () -> Fixture.LOG_POLICY.verify(moved));
    }

    @Test
    void refusesPoliciesWithoutKeysOrWithDuplicates() {
        assertRefused(OUT_OF_RANGE, () -> new CheckpointPolicy("o", List.of()));
        VerifierKey key = Fixture.LOG_ED.verifierKey();
        assertMalformed(() -> new CheckpointPolicy("o", List.of(key, VerifierKey.parse(key.vkey()))));
    }
}
