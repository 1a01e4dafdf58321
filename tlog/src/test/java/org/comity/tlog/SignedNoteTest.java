package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.BAD_SIGNATURE;
import static org.comity.tlog.LogException.Fault.LIMIT_EXCEEDED;
import static org.comity.tlog.LogException.Fault.MISSING_SIGNATURE;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    /** The example of C2SP signed-note. */
    private static final String EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE_NOTE = "This is an example message.\n\n\u2014 example.com/foo "
            + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    /** The example in the documentation of golang.org/x/mod/sumdb/note, with its published private seed. */
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String GO_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;

    private static final String GO_LINE = "\u2014 PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    @Test
    void verifiesTheExampleOfTheSpecification() {
        SignedNote note = SignedNote.parse(Fixture.utf8(EXAMPLE_NOTE));
        Ed25519Key key = (Ed25519Key) VerifierKey.parse(EXAMPLE_KEY);
        assertThat(key.vkey()).isEqualTo(EXAMPLE_KEY);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(Fixture.text(note.encode())).isEqualTo(EXAMPLE_NOTE);
        key.verifyText(note.text(), note.signatures().get(0));
        assertRefused(
                BAD_SIGNATURE,
                () -> key.verifyText(
                        "This is an example massage.\n", note.signatures().get(0)));
    }

    @Test
    void signsTheExampleOfTheGoImplementationByteForByte() {
        byte[] typed = Base64.getDecoder().decode(GO_SEED);
        byte[] seed = java.util.Arrays.copyOfRange(typed, 1, typed.length);
        Ed25519SigningKey key = Ed25519SigningKey.fromSeed("PeterNeumann", seed);
        assertThat(key.verifierKey().vkey()).isEqualTo(GO_KEY);
        assertThat(key.signText(GO_TEXT).line()).isEqualTo(GO_LINE);
    }

    @Test
    void aLineOfAnotherKeyIsNotVerified() {
        Ed25519Key key = (Ed25519Key) VerifierKey.parse(EXAMPLE_KEY);
        assertRefused(MISSING_SIGNATURE, () -> key.verifyText(GO_TEXT, NoteSignature.parse(GO_LINE)));
    }

    @Test
    void splitsAtTheLastEmptyLine() {
        String text = "a\n\nb\n\n\n";
        SignedNote note = new SignedNote(text, List.of(NoteSignature.parse(GO_LINE)));
        assertThat(SignedNote.parse(note.encode())).isEqualTo(note);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n\u2014 a\n",
                "text\n\n\u2014 a AAAAAA==\n",
                "text\n\n\u2014 a AAAAAAA=",
                "text\n\n\u2014  AAAAAAA=\n",
                "text\n\n\u2014 a+b AAAAAAA=\n",
                "text\n\n\u2014 a\u00a0b AAAAAAA=\n",
                "text\n\n\u2014 a\u0085b AAAAAAA=\n",
                "text\n\n\u2014 a AAAAAAA\n",
                "text\n\n\u2014 a AAAAAAB=\n",
                "text\n\n\u2014 a AAAAAAA= \n",
                "text\n\n\u2014 a  AAAAAAA=\n",
                "text\n\n- a AAAAAAA=\n",
                "text\n\n\u2014a AAAAAAA=\n",
                "text\n\n\u2014 a AAAAAAA=\nmore\n",
                "te\txt\n\n\u2014 a AAAAAAA=\n",
                "text\r\n\n\u2014 a AAAAAAA=\n",
                "te\u0000xt\n\n\u2014 a AAAAAAA=\n"
            })
    void malformedNotesAreRefused(String note) {
        assertMalformed(() -> SignedNote.parse(Fixture.utf8(note)));
    }

    @Test
    void theShortestLineIsAccepted() {
        NoteSignature line = NoteSignature.parse("\u2014 a AAAAAAA=");
        assertThat(line)
                .isEqualTo(NoteSignature.of("a", 0, new byte[1]))
                .hasSameHashCodeAs(NoteSignature.of("a", 0, new byte[1]));
    }

    @Test
    void brokenUtf8IsRefused() {
        byte[] bytes = Fixture.utf8(EXAMPLE_NOTE);
        bytes[0] = (byte) 0xc3;
        assertMalformed(() -> SignedNote.parse(bytes));
        assertMalformed(() -> new SignedNote("\ud800\n", List.of(NoteSignature.parse(GO_LINE))));
    }

    @Test
    void tooManyLinesAreRefused() {
        List<NoteSignature> lines = Collections.nCopies(256, NoteSignature.parse(GO_LINE));
        SignedNote largest = new SignedNote("a\n", lines);
        assertThat(SignedNote.parse(largest.encode())).isEqualTo(largest);
        String more = Fixture.text(largest.encode()) + GO_LINE + "\n";
        assertRefused(LIMIT_EXCEEDED, () -> SignedNote.parse(Fixture.utf8(more)));
        assertRefused(
                LIMIT_EXCEEDED, () -> new SignedNote("a\n", Collections.nCopies(257, NoteSignature.parse(GO_LINE))));
    }

    @Test
    void tooLargeNotesAreRefused() {
        assertRefused(LIMIT_EXCEEDED, () -> SignedNote.parse(new byte[SignedNote.MAX_BYTES + 1]));
        SignedNote large =
                new SignedNote("a".repeat(SignedNote.MAX_BYTES) + "\n", List.of(NoteSignature.parse(GO_LINE)));
        assertRefused(LIMIT_EXCEEDED, large::encode);
    }

    @Test
    void tooLongNamesAreRefused() {
        assertRefused(LIMIT_EXCEEDED, () -> NoteSignature.of("n".repeat(1025), 1, new byte[1]));
        assertRefused(LIMIT_EXCEEDED, () -> Ed25519SigningKey.fromSeed("n".repeat(256), Fixture.seed(1)));
    }

    @Test
    void aSignatureIsNotEmpty() {
        assertMalformed(() -> NoteSignature.of("a", 1, new byte[0]));
    }
}
