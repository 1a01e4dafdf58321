package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.web.officers.TestMember.members;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.comity.node.bundle.Anchors;
import org.comity.node.bundle.LooseVerifier;
import org.comity.node.bundle.Verdict;
import org.comity.node.driver.Threads;
import org.comity.node.store.Transaction;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.comity.web.officers.TestMember.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What officers see of a log that signed two histories, and the file they take to a court. */
class ForksTest {

    @TempDir
    Path folder;

    @Test
    void evidenceIsListedAndExportedAsAFileThatVerifiesOffline() throws Exception {
        try (Threads threads = new Threads(2);
                TestMember here = TestMember.start("VN", folder, threads);
                TestMember forker = TestMember.start("ID", folder, threads)) {
            JsonNode card = forker.get("/v1/card").json();
            Reply admitted = here.post(
                    "/v1/members",
                    members("card", card.get("armour").asString(), "fingerprint", null, "approvals", List.of()));
            assertThat(admitted.status()).as(admitted.toString()).isEqualTo(201);
            assertThat(here.get("/v1/forks/ID/evidence").status()).isEqualTo(404);
            assertThat(here.get("/v1/forks").json().get("forks").isEmpty()).isTrue();

            ForkEvidence evidence = new ForkEvidence.SplitView(head(forker, 1), head(forker, 2));
            store(here, evidence);

            JsonNode listed = here.get("/v1/forks").json().get("forks").get(0);
            assertThat(listed.get("member").asString()).isEqualTo("ID");
            assertThat(listed.get("firstSize").asLong()).isEqualTo(7);
            Path file = Files.write(folder.resolve("fork.txt"), download(here));
            String digits = card.get("digits").asString();
            assertThat(LooseVerifier.verify(file, Anchors.identity(digits))).isInstanceOf(Verdict.Anchored.class);
            String others = here.get("/v1/card").json().get("digits").asString();
            assertThat(LooseVerifier.verify(file, Anchors.identity(others)).exitCode())
                    .isEqualTo(4);
        }
    }

    private static SignedCheckpoint head(TestMember of, int story) {
        var node = of.served().node();
        Checkpoint head = Checkpoint.of(
                node.ledger().identity().origin(), new TreeHead(7, Hash.sha256(new byte[] {(byte) story})));
        return new SignedCheckpoint(head, node.world().signer().signCheckpoint(head, 1_900_000_000L));
    }

    private static void store(TestMember at, ForkEvidence evidence) throws Exception {
        try (Transaction tx = at.served().node().world().store().begin()) {
            tx.sql()
                    .update(
                            "INSERT INTO exchange_fork (origin, member, evidence, ms) VALUES (?, ?, ?, ?)",
                            evidence.first().checkpoint().origin(),
                            "ID",
                            evidence.encode(),
                            1L);
            tx.commit();
        }
    }

    private static byte[] download(TestMember from) throws Exception {
        JsonNode way =
                JsonMapper.shared().readTree(Files.readAllBytes(from.path().resolve("run/officers.json")));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + from.served().officersPort() + "/v1/forks/ID/evidence"))
                    .header("Authorization", "Bearer " + way.get("token").asString())
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }
}
