package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A disk that dies under a node that other members know, with what an operator types. */
class RestoreTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    @TempDir
    Path folder;

    @Test
    void aNodeWhoseDiskDiedGoesOnInTheNextLogAndItsPeersFollow() throws Exception {
        int port = freePort();
        init("a", "XA", port);
        init("b", "XB", freePort());
        try (StartedNode b = StartedNode.ready(folder.resolve("b"))) {
            Path cold = folder.resolve("cold");
            try (StartedNode a = StartedNode.ready(folder.resolve("a"))) {
                run("card", "show", "--dir", "a", "--out", "xa.card");
                run("card", "show", "--dir", "b", "--out", "xb.card");
                run("member", "admit", "xb.card", "--uncompared", "--dir", "a");
                run("member", "admit", "xa.card", "--uncompared", "--dir", "b");
                ping("a", "XB");
                ping("b", "XA");
                assertThat(run("backup", "backups", "--dir", "a").err()).contains("node.keys is in this backup");
                a.stop();
            }
            copy(folder.resolve("a"), cold);
            try (StartedNode a = StartedNode.ready(folder.resolve("a"))) {
                ping("a", "XB");
                ping("b", "XA");
                a.kill();
            }
            restoreDatabaseOnly();
            restoreWholeDiskPeerUp(cold);
            declaredRestore();
            try (StartedNode a2 = StartedNode.ready(folder.resolve("a2"))) {
                JsonNode offering =
                        await("b", member -> member.at("/member/offered").isObject());
                assertThat(offering.at("/member/offered/origin").asString()).isEqualTo("node.xa.test/log/g2");
                assertThat(offering.at("/member/origin").asString()).isEqualTo("node.xa.test/log/g1");
                assertThat(run("member", "list", "--dir", "b").err()).contains("comity member admit --offered XA");
                assertThat(run("alarms", "--dir", "b").out()).contains("has a new card with another log");

                confirmOffer();
                assertThat(await("b", member -> member.at("/member/offered").isNull())
                                .at("/member/origin")
                                .asString())
                        .isEqualTo("node.xa.test/log/g2");
                ping("b", "XA");
                ping("a2", "XB");
                assertThat(Files.readString(folder.resolve("a2/log/node.log")))
                        .as("what was sent after the backup")
                        .containsPattern("XB gave back [1-9][0-9]* messages");
                a2.stop();
            }
            b.stop();
        }
    }

    private void restoreDatabaseOnly() throws Exception {
        Path half = folder.resolve("half");
        copy(folder.resolve("a"), half);
        Files.deleteIfExists(half.resolve("comity.db-wal"));
        Files.deleteIfExists(half.resolve("comity.db-shm"));
        try (var backups = Files.list(folder.resolve("backups"))) {
            Path backup = backups.filter(path -> Files.exists(path.resolve("manifest.json")))
                    .findFirst()
                    .orElseThrow();
            Files.copy(backup.resolve("comity.db"), half.resolve("comity.db"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (StartedNode refused = StartedNode.launch(half)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.said()).contains("older copy that was put back").contains("comity restore");
        }
    }

    private void restoreWholeDiskPeerUp(Path cold) throws Exception {
        try (StartedNode frozen = StartedNode.ready(cold)) {
            JsonNode status = run("status", "--dir", "cold", "--json").json();
            assertThat(status.path("standing").asString()).isEqualTo("frozen");
            assertThat(status.path("frozen").asString()).contains("XB holds our signature");
            assertThat(run("member", "list", "XB", "--dir", "cold").out()).contains("recognised since");
            frozen.stop();
        }
    }

    private void declaredRestore() {
        Ran declared = Ran.onRealClock(
                folder,
                "restore",
                "backups",
                "--dir",
                "a2",
                "--identity",
                "a/identity.keys",
                "--guard",
                "a/guard",
                "--reason",
                "the disk died");
        assertThat(declared.exitCode()).as(declared.err()).isZero();
        assertThat(declared.out())
                .contains("node.xa.test/log/g1 is closed")
                .contains("members give back what they had")
                .contains("comity start --dir a2");
    }

    /** Two officers of XB heard the digits over the telephone; they are those of the card from before. */
    private void confirmOffer() {
        String heard = run("card", "show", "--dir", "a", "--json")
                .json()
                .path("digits")
                .asString();
        run(
                "member",
                "admit",
                "--offered",
                "XA",
                "--digits",
                heard,
                "--as",
                "officer-1",
                "--as",
                "officer-2",
                "--dir",
                "b");
    }

    private void init(String dir, String member, int port) {
        run(
                "init",
                "--dir",
                dir,
                "--member",
                member,
                "--name",
                "en=" + member,
                "--allow-private",
                "--exercise",
                "restore",
                "--peers-port",
                Integer.toString(port),
                "--officers-port",
                "0");
    }

    private void ping(String from, String to) {
        run("member", "ping", to, "--wait", "60", "--dir", from);
    }

    private Ran run(String... words) {
        Ran ran = Ran.onRealClock(folder, words);
        assertThat(ran.exitCode())
                .as("%s: %s%s", String.join(" ", words), ran.out(), ran.err())
                .isZero();
        return ran;
    }

    /** What a node says of XA, as soon as it is so. */
    private JsonNode await(String dir, Predicate<JsonNode> isSo) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        JsonNode member = run("member", "list", "XA", "--dir", dir, "--json").json();
        while (!isSo.test(member)) {
            assertThat(System.nanoTime()).as(member.toPrettyString()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            member = run("member", "list", "XA", "--dir", dir, "--json").json();
        }
        return member;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** With permissions, and without what belongs to a running process. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.copy(dir, to.resolve(from.relativize(dir)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
