package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.LIMIT_EXCEEDED;
import static org.comity.tlog.LogException.Fault.WRONG_EMPTY_ROOT;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    /** The example of C2SP tlog-witness. */
    private static final String EXAMPLE =
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    @Test
    void parsesAndPrintsTheExampleOfTheSpecification() {
        Checkpoint checkpoint = Checkpoint.parse(EXAMPLE);
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.head().size()).isEqualTo(20_852_163);
        assertThat(checkpoint.extensions()).isEmpty();
        assertThat(checkpoint.encode()).isEqualTo(EXAMPLE);
    }

    @Test
    void keepsExtensionLines() {
        Checkpoint checkpoint = Checkpoint.parse(EXAMPLE + "one\ntwo three\n");
        assertThat(checkpoint.extensions()).containsExactly("one", "two three");
        assertThat(checkpoint.encode()).isEqualTo(EXAMPLE + "one\ntwo three\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o\n",
                "o\n7\n",
                "\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n07\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n+7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n-7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n7 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n0x7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n\u0667\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n10000000000000000000\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                "o\n7\nAAAA\n",
                "o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
                "o\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\next",
                "o\r\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
            })
    void malformedTextsAreRefused(String text) {
        assertMalformed(() -> Checkpoint.parse(text));
    }

    @Test
    void theLargestSizeIsAccepted() {
        String text = EXAMPLE.replace("20852163", "9223372036854775807");
        assertThat(Checkpoint.parse(text).head().size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sizeZeroNeedsTheEmptyRoot() {
        assertRefused(WRONG_EMPTY_ROOT, () -> Checkpoint.parse(EXAMPLE.replace("20852163", "0")));
        assertThat(Checkpoint.parse("o\n0\n" + Hash.EMPTY_ROOT + "\n").head()).isEqualTo(TreeHead.EMPTY);
    }

    @Test
    void limitsAreChecked() {
        assertRefused(LIMIT_EXCEEDED, () -> Checkpoint.of("\u00e9".repeat(128), TreeHead.EMPTY));
        assertRefused(LIMIT_EXCEEDED, () -> Checkpoint.parse(EXAMPLE + "x\n".repeat(65)));
        assertRefused(LIMIT_EXCEEDED, () -> new Checkpoint("o", TreeHead.EMPTY, Collections.nCopies(65, "x")));
        assertThat(Checkpoint.of("\u00e9".repeat(127), TreeHead.EMPTY).origin()).hasSize(127);
    }

    @Test
    void aSignedCheckpointIsReadBackByteForByte() {
        SignedCheckpoint signed = Fixture.signed(Fixture.tiles(7).head());
        assertThat(SignedCheckpoint.parse(signed.encode())).isEqualTo(signed);
        assertThat(SignedCheckpoint.parse(signed.encode()).encode()).isEqualTo(signed.encode());
    }

    @Test
    void aNewerLineOfTheSameKeyReplacesTheOlder() {
        SignedCheckpoint signed = Fixture.signed(Fixture.tiles(7).head());
        NoteSignature newer = Fixture.LOG_PQ.sign(signed.checkpoint(), Fixture.NOW + 1);
        SignedCheckpoint merged = signed.withSignatures(List.of(newer));
        assertThat(merged.signatures()).hasSize(2).contains(newer);
        assertThat(merged.checkpoint()).isEqualTo(signed.checkpoint());
    }
}
