package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What needs no running node. */
class OfflineTest {

    @TempDir
    Path folder;

    private JsonNode made;

    @BeforeEach
    void makeANode() {
        Ran ran = Ran.in(
                folder,
                "init",
                "--dir",
                "n",
                "--member",
                "XA",
                "--name",
                "en=Aland",
                "--name",
                "vi=Vi\u1ec7t",
                "--allow-private",
                "--exercise",
                "spring",
                "--json");
        assertThat(ran.err()).isEmpty();
        made = ran.json();
    }

    @Test
    void makesANodeWithTwoOfficers() throws Exception {
        assertThat(made.path("realm").asString()).isEqualTo("exercise/spring");
        assertThat(made.path("origin").asString()).isEqualTo("node.xa.test/log/g1");
        for (String officer : new String[] {"officer-1", "officer-2"}) {
            Path key = folder.resolve("n/officers/" + officer + ".key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
        assertThat(card().path("officers")).hasSize(2);
    }

    @Test
    void makesNoNodeWhereThereIsOne() {
        Ran ran = Ran.in(folder, "init", "--dir", "n", "--member", "XA", "--name", "en=A", "--allow-private");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("there is a node in").contains("already");
    }

    @Test
    void showsTheCardInWords() {
        Ran ran = Ran.in(folder, "card", "show", "--dir", "n");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Aland", made.path("digits").asString(), "drafter, contact-point");
        for (String word : made.path("words").asString().split(" ", -1)) {
            assertThat(ran.out()).contains(word);
        }
    }

    @Test
    void namesInOtherScriptsSurvive() {
        assertThat(card().path("names").path("vi").asString()).isEqualTo("Vi\u1ec7t");
    }

    @Test
    void verifiesACardWithoutAnchor() {
        writeCard();
        Ran ran = Ran.in(folder, "verify", "xa.card");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("PROVEN, NOT ANCHORED");
    }

    @Test
    void verifiesACardAgainstItsDigits() {
        writeCard();
        Ran ran = Ran.in(
                folder, "verify", "xa.card", "--anchor", made.path("digits").asString(), "--json");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.json().path("verdict").asString()).isEqualTo("anchored");
    }

    @Test
    void endsWithFourWhenTheAnchorIsAnothers() {
        writeCard();
        Ran ran = Ran.in(folder, "verify", "xa.card", "--anchor", "00000 ".repeat(8));
        assertThat(ran.exitCode()).isEqualTo(4);
    }

    @Test
    void endsWithTwoWhenTheAnchorIsNoAnchor() {
        writeCard();
        Ran ran = Ran.in(folder, "verify", "xa.card", "--anchor", "trust me");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("12 words, 40 digits");
    }

    @Test
    void endsWithThreeWhenAByteWasChanged() throws Exception {
        writeCard();
        Path card = folder.resolve("xa.card");
        String text = Files.readString(card);
        int middle = text.length() / 2;
        char other = text.charAt(middle) == 'A' ? 'B' : 'A';
        Files.writeString(card, text.substring(0, middle) + other + text.substring(middle + 1));
        Ran ran = Ran.in(folder, "verify", "xa.card");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.out()).contains("REFUSED").contains("xa.card");
        Ran json = Ran.in(folder, "verify", "xa.card", "--json");
        assertThat(json.exitCode()).isEqualTo(3);
        assertThat(json.json().path("verdict").asString()).isEqualTo("refused");
        assertThat(json.json().path("file").asString()).isEqualTo("xa.card");
    }

    @Test
    void endsWithThreeWhenItIsNothingItKnows() throws Exception {
        Files.writeString(folder.resolve("letter.txt"), "Dear colleague");
        assertThat(Ran.in(folder, "verify", "letter.txt").exitCode()).isEqualTo(3);
    }

    @Test
    void namesTheFileInABrokenBundle() throws Exception {
        Files.writeString(folder.resolve("broken.zip"), "PK and nothing else");
        Ran ran = Ran.in(folder, "verify", "broken.zip");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.out()).contains("REFUSED");
    }

    @Test
    void printsACompletionScript() {
        Ran ran = Ran.in(folder, "completion");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("complete -F _complete_comity", "preservation", "--with-evidence");
    }

    @Test
    void printsTheVersion() {
        assertThat(Ran.in(folder, "--version").out()).startsWith("comity ").contains("Java 25");
    }

    @Test
    void refusesAKeyFileThatOthersCanRead() throws Exception {
        Path key = folder.resolve("n/officers/officer-1.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createDirectories(folder.resolve("n/run"));
        Files.writeString(
                folder.resolve("n/run/officers.json"), "{\"url\":\"http://127.0.0.1:9\",\"token\":\"t\",\"pid\":1}");
        Ran ran = Ran.in(folder, "sign", "R-2026-000001", "--as", "officer-1", "--dir", "n");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("officer-1.key").contains("chmod 600");
    }

    private JsonNode card() {
        return Ran.in(folder, "card", "show", "--dir", "n", "--json").json();
    }

    private void writeCard() {
        assertThat(Ran.in(folder, "card", "show", "--dir", "n", "--out", "xa.card")
                        .exitCode())
                .isZero();
    }
}
