package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisuseTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stat | Unmatched argument | did you mean status",
                "init --member VN | --name | comity init --help",
                "init --member VN --name en=X | other members need an address | --address",
                "init --member vn --name en=X --allow-private | two letters A to Z | --help",
                "init --member VN --name en=X --allow-private --officer a | is not ID:ROLE,ROLE | approver",
                "init --member VN --name en=X --allow-private --officer a:boss | role boss is not one of | --help",
                "init --member VN --name en=X --allow-private --officer operator:approver | belongs to programs | another id",
                "init --member VN --name en=X --address https://198.51.100.1:1 | gives the node no name | --node",
                "init --member VN --name en=X --allow-private --authority x | is not ID:KIND | contact-point",
                "init --member VN --name en=X --allow-private --peers-port many | --peers-port | --help",
                "member | Usage: comity member | admit",
                "member admit x.card | what was compared is not clear | --words",
                "member admit x.card --digits 1 | two officers sign | --as officer-1",
                "member admit x.card --offered BR --uncompared | which card is meant | not both",
                "backup | TO | comity backup --help",
                "restore b --dir n --identity i | --reason | comity restore --help",
                "show nothing | is no name | R-2026-000001",
                "request preservation --to BR --offence a --statute b --facts c --link d --necessity e --phone +5511999990000 | must look like VN/justice | --help",
                "request preservation --to BR/x --offence a --statute b --facts c --link d --necessity e | nothing names the data | --ip",
                "request preservation --to BR/x --offence a --statute b --facts c --link d --necessity e --ip 203.0.113.7 | says no time | @2026",
                "request preservation --to BR/x --offence a --statute b --facts c --link d --necessity e --ip 203.0.113.0/24@2026-03-01T09:30:00Z | is a range | --help",
                "request preservation --to BR/x --offence a --statute b --facts c --link d --necessity e --device 1 | colon between | imei",
                "request preservation --to BR/x --offence a --statute b --facts c --link d --necessity e --phone +5511999990000 --danger x | belongs with | both of a pair",
                "verify nowhere.zip | is not a file | exists",
                "bench nothing | there is no benchmark nothing | exchange",
                "status --url http://127.0.0.1:1 | belong together | both or neither",
                "demo --evidence nowhere | cannot be read | --evidence",
            })
    void refusesAsWrongUse(String line, String what, String remedy) {
        Ran ran = Ran.in(folder, line.strip().split(" ", -1));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(what.strip()).contains(remedy.strip());
        assertThat(ran.err()).doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"status", "inbox", "outbox", "alarms", "member list", "officer list", "evidence fetch", "proof 1"})
    void saysHowToMakeANodeWhereThereIsNone(String line) {
        Ran ran = Ran.in(folder, line.split(" ", -1));
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no node in comity-data").contains("comity init --dir comity-data");
    }

    @Test
    void saysHowToStartANodeThatIsNotRunning() {
        assertThat(Ran.in(folder, "init", "--dir", "n", "--member", "XA", "--name", "en=A", "--allow-private")
                        .exitCode())
                .isZero();
        Ran ran = Ran.in(folder, "inbox", "--dir", "n");
        assertThat(ran.exitCode()).isEqualTo(75);
        assertThat(ran.err()).contains("is not running").contains("start it with: comity start --dir n");
    }

    @Test
    void neverTouchesAFolderThatIsNotADemo() throws Exception {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("thesis.txt"), "years of work");
        Ran ran = Ran.in(folder, "demo", "--dir", "mine");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("was not made by a demo").contains("--dir DIR");
        assertThat(mine.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void startsNoNodeWhereThereIsNone() {
        Ran ran = Ran.in(folder, "start", "--dir", "n");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no node in").contains("comity init");
    }

    @Test
    void showsTheStackTraceOnlyWhenAsked() {
        assertThat(Ran.in(folder, "start", "--dir", "n").err()).doesNotContain("\tat ");
        assertThat(Ran.in(folder, "--debug", "start", "--dir", "n").err()).contains("\tat ");
    }
}
