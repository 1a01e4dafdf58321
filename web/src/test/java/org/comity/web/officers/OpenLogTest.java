package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.comity.node.Node;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.Threads;
import org.comity.node.exchange.PublishedLog;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.web.log.SpecLogReader;
import org.comity.web.log.SpecWitness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's log before witnesses and readers that know C2SP and nothing of this program. */
class OpenLogTest {

    @TempDir
    Path folder;

    private final Threads threads = new Threads(2);
    private TestMember member;

    @BeforeEach
    void start() throws Exception {
        member = TestMember.start("VN", folder, threads);
    }

    @AfterEach
    void end() {
        member.close();
        threads.close();
    }

    private Node node() {
        return member.served().node();
    }

    private String logKey() {
        return node().config().keys().logKeys().getFirst().vkey();
    }

    private void grow(int leaves) {
        for (int i = 0; i < leaves; i++) {
            Draft draft =
                    Draft.of(new Kind("test.leaf"), Recipient.nobody(), Lane.OWN, "text/plain", new byte[] {(byte) i});
            node().ledger()
                    .submit(Source.NODE, turn -> turn.append(draft))
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
    }

    @Test
    void aReaderOfTheSpecificationReadsThePublishedLog() throws Exception {
        int port = member.served().publishLog("127.0.0.1", 0);
        SpecLogReader reader = SpecLogReader.at("http://127.0.0.1:" + port);
        long before = reader.readWhole(logKey());
        grow(300);
        assertThat(reader.readWhole(logKey())).isGreaterThanOrEqualTo(before + 300);
    }

    @Test
    void onlyTheLogIsPublished() throws Exception {
        int port = member.served().publishLog("127.0.0.1", 0);
        for (String path : new String[] {
            "",
            "v1/status",
            "peer/v1/hello",
            "tile/0/999",
            "tile/0/000.p/0",
            "tile/8/000.p/1",
            "checkpoint/",
            "../checkpoint"
        }) {
            assertThat(SpecLogReader.get("http://127.0.0.1:" + port + "/" + path)
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void theLogIsNotPublishedUnlessAskedFor() throws Exception {
        assertThat(SpecLogReader.get("http://127.0.0.1:" + member.served().officersPort() + "/checkpoint")
                        .statusCode())
                .isEqualTo(404);
        assertThat(SpecLogReader.get("http://127.0.0.1:" + member.served().officersPort() + "/v1/log/checkpoint")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theSameReaderReadsTheLogInTheProcess() throws Exception {
        PublishedLog log = new PublishedLog(node().ledger(), node().world().store());
        SpecLogReader reader =
                new SpecLogReader(path -> log.get(path).orElseThrow().body());
        assertThat(reader.readWhole(logKey())).isPositive();
    }

    @Test
    void aWitnessOfTheSpecificationCosignsOurLog() throws Exception {
        try (SpecWitness witness = new SpecWitness()) {
            witness.follow(logKey());
            Files.writeString(
                    member.path().resolve(NodeFolder.WITNESS_POLICY),
                    "# one witness that is no member\nwitness spec " + witness.vkey() + " " + witness.url()
                            + "\nquorum spec\n");
            member.restart();
            awaitCosigned();
            long first = witness.size();
            assertThat(first).isPositive();
            member.restart();
            awaitSize(witness, first + 1);
            assertThat(witness.statuses())
                    .as("a restarted node proves from what was cosigned")
                    .containsOnly(200);
        }
    }

    /** Completes when the node has stored a cosignature; asks again after each of its commits. */
    private void awaitCosigned() throws Exception {
        await(() -> OnNode.read(node(), sql -> sql.number("SELECT count(*) FROM exchange_foreign_cosignature")) > 0);
    }

    private void awaitSize(SpecWitness witness, long size) throws Exception {
        await(() -> witness.size() >= size);
    }

    private void await(java.util.function.BooleanSupplier reached) throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        look(reached, done);
        done.get(60, TimeUnit.SECONDS);
    }

    private void look(java.util.function.BooleanSupplier reached, CompletableFuture<Boolean> done) {
        if (reached.getAsBoolean()) {
            done.complete(true);
        } else if (!done.isDone()) {
            node().world().schedule().at(node().world().clock().instant().plusMillis(20), () -> look(reached, done));
        }
    }
}
