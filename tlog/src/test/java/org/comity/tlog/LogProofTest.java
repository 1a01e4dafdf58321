package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.BAD_PROOF;
import static org.comity.tlog.LogException.Fault.BAD_SIGNATURE;
import static org.comity.tlog.LogException.Fault.LIMIT_EXCEEDED;
import static org.comity.tlog.LogException.Fault.OUT_OF_RANGE;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogProofTest {
    private static final Tree TREE = Fixture.tiles(300).tree(300);
    private static final SignedCheckpoint SIGNED = Fixture.signed(TREE.head());
    private static final LogProof PROOF = LogProof.of(200, TREE.inclusion(200), SIGNED);

    @Test
    void isWrittenReadAndVerified() {
        LogProof read = LogProof.parse(PROOF.encode());
        assertThat(read).isEqualTo(PROOF).hasSameHashCodeAs(PROOF);
        assertThat(read.extra()).isEmpty();
        assertThat(read.verify(Fixture.entry(200), Fixture.LOG_POLICY).head()).isEqualTo(TREE.head());
    }

    @Test
    void hasTheSpecifiedText() {
        String text = Fixture.text(PROOF.withExtra(new byte[] {1, 2}).encode());
        assertThat(text)
                .startsWith("c2sp.org/tlog-proof@v1\nextra AQI=\nindex 200\n"
                        + PROOF.path().hashes().get(0) + "\n")
                .endsWith("\n\n" + Fixture.text(SIGNED.encode()));
        LogProof read = LogProof.parse(Fixture.utf8(text));
        assertThat(read.extra()).hasValueSatisfying(extra -> assertThat(extra).containsExactly(1, 2));
        assertThat(read).isNotEqualTo(PROOF);
    }

    @Test
    void aLogOfOneEntryHasAnEmptyPath() {
        Tree one = Fixture.tiles(1).tree(1);
        LogProof proof = LogProof.of(0, one.inclusion(0), Fixture.signed(one.head()));
        LogProof.parse(proof.encode()).verify(Fixture.entry(0), Fixture.LOG_POLICY);
    }

    @Test
    void refusesAnotherEntry() {
        assertRefused(BAD_PROOF, () -> PROOF.verify(Fixture.entry(201), Fixture.LOG_POLICY));
    }

    @Test
    void refusesAnUnsignedHead() {
        Tree forged = Fixture.tiles(301).tree(301);
        LogProof proof = LogProof.of(
                200,
                forged.inclusion(200),
                new SignedCheckpoint(Checkpoint.of(Fixture.ORIGIN, forged.head()), SIGNED.signatures()));
        assertRefused(BAD_SIGNATURE, () -> proof.verify(Fixture.entry(200), Fixture.LOG_POLICY));
    }

    @Test
    void refusesAnIndexOutsideTheTree() {
        assertRefused(OUT_OF_RANGE, () -> LogProof.of(300, PROOF.path(), SIGNED));
        String text = Fixture.text(PROOF.encode()).replace("index 200", "index 300");
        assertRefused(OUT_OF_RANGE, () -> LogProof.parse(Fixture.utf8(text)));
    }

    @Test
    void refusesMalformedFiles() {
        String good = Fixture.text(PROOF.encode());
        String firstHash = PROOF.path().hashes().get(0).base64();
        for (String bad : List.of(
                "",
                "c2sp.org/tlog-proof@v1\n",
                good.replace("@v1", "@v2"),
                good.replace("index 200", "index 0200"),
                good.replace("index 200", "index"),
                good.replace("index 200\n", ""),
                good.replace("index 200\n", "extra AQI\nindex 200\n"),
                good.replace("index 200\n", "extra AQI=\nextra AQI=\nindex 200\n"),
                good.replace("index 200\n", "index 200\nextra AQI=\n"),
                good.replace(firstHash, "AAAA"),
                good.replace("\n\nlog", "\nlog"),
                good.substring(0, good.length() - 1),
                good.replace("\n", "\r\n"))) {
            assertMalformed(() -> LogProof.parse(Fixture.utf8(bad)));
        }
        String tooMany = good.replace(firstHash, (firstHash + "\n").repeat(63) + firstHash);
        assertMalformed(() -> LogProof.parse(Fixture.utf8(tooMany)));
    }

    @Test
    void refusesMoreExtraBytesThanTheLimit() {
        assertRefused(LIMIT_EXCEEDED, () -> PROOF.withExtra(new byte[LogProof.MAX_EXTRA_BYTES + 1]));
        LogProof largest = PROOF.withExtra(new byte[LogProof.MAX_EXTRA_BYTES]);
        assertThat(LogProof.parse(largest.encode())).isEqualTo(largest);
    }
}
