package org.comity.web.officers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.web.officers.TestMember.members;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;
import org.comity.node.bundle.Anchors;
import org.comity.node.bundle.BundleVerifier;
import org.comity.node.bundle.Verdict;
import org.comity.node.driver.Threads;
import org.comity.tlog.Hash;
import org.comity.tlog.LogProof;
import org.comity.tlog.SignedCheckpoint;
import org.comity.web.officers.TestMember.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The main job between real nodes over HTTPS: three members recognise each other, one asks another to preserve data, evidence follows,
 * the third witnesses both logs, and the case leaves as a bundle that a stranger verifies.
 */
class ThreeNodesTest {

    private static final int EVIDENCE_BYTES = 3_000_001;

    @TempDir
    Path folder;

    @Test
    void aRequestGoesFromItsDraftToAVerifiedBundle() throws IOException {
        try (Threads threads = new Threads(3);
                TestMember asking = TestMember.start("VN", folder, threads);
                TestMember asked = TestMember.start("BR", folder, threads);
                TestMember witness = TestMember.start("ZA", folder, threads)) {
            recogniseEachOther(List.of(asking, asked, witness));
            ping(asking, asked);

            String request = sendRequest(asking, asked);
            String received = accept(asked);
            JsonNode accepted = asking.await(
                    "/v1/requests/" + request,
                    view -> view.at("/summary/state").asString().equals("accepted"));
            String caseId = accepted.at("/summary/caseId").asString();
            assertThat(accepted.at("/summary/delivery").asString()).isEqualTo("seen");

            byte[] evidence = new byte[EVIDENCE_BYTES];
            new Random(7).nextBytes(evidence);
            String item = handOver(asked, asking, received, evidence);
            assertThat(fetched(asking, caseId, evidence)).isNotEqualTo(item);
            asked.await("/v1/evidence/" + item, view -> lastCustody(view).equals("verified"));

            isWitnessed(asking, "ZA");
            isWitnessed(asked, "ZA");
            provesEachMessage(asking);

            cardsTravel(asking, asked);
            bundleVerifies(asking, caseId, evidence);
            surviveRestart(asking, asked, caseId, item);
        }
    }

    private static void recogniseEachOther(List<TestMember> all) throws IOException {
        for (TestMember here : all) {
            for (TestMember there : all) {
                if (here != there) {
                    recognise(here, there);
                }
            }
        }
    }

    private static void recognise(TestMember here, TestMember there) throws IOException {
        JsonNode card = there.get("/v1/card").json();
        String armour = card.get("armour").asString();
        String typed = card.get("digits").asString();
        Reply unsigned =
                here.post("/v1/members", members("card", armour, "fingerprint", typed, "approvals", List.of()));
        assertThat(unsigned.status()).isEqualTo(403);
        String wrong = here.get("/v1/card").json().get("words").asString();
        Reply mistaken =
                here.post("/v1/members", members("card", armour, "fingerprint", wrong, "approvals", List.of()));
        assertThat(mistaken.status()).isEqualTo(400);
        assertThat(mistaken.json().get("remedy").asString()).contains("compare again");

        List<Map<String, Object>> approvals = new ArrayList<>();
        for (String officer : List.of("of-one", "of-two")) {
            Reply statement = here.post(
                    "/v1/members/statement",
                    members("card", armour, "fingerprint", typed, "role", "approver", "timeMs", null));
            assertThat(statement.status()).as(statement.toString()).isEqualTo(200);
            approvals.add(here.sign(officer, statement.json()));
        }
        Reply admitted =
                here.post("/v1/members", members("card", armour, "fingerprint", typed, "approvals", approvals));
        assertThat(admitted.status()).as(admitted.toString()).isEqualTo(201);
        assertThat(admitted.json().at("/member/recognised").asBoolean()).isTrue();
    }

    private static void ping(TestMember here, TestMember there) throws IOException {
        Reply sent = here.post("/v1/members/" + there.code() + "/ping", members("exercise", false));
        assertThat(sent.status()).as(sent.toString()).isEqualTo(202);
        here.await(
                "/v1/members/" + there.code() + "/pings",
                pings -> pings.at("/items/0/roundTripMs").isNumber());
    }

    private static String sendRequest(TestMember asking, TestMember asked) throws IOException {
        Reply draft = asking.post("/v1/requests/preservation", draft(asked.code() + "/justice"));
        assertThat(draft.status()).as(draft.toString()).isEqualTo(201);
        String id = draft.json().at("/summary/id").asString();
        assertThat(asking.get("/v1/drafts").json().at("/items/0/request").asString())
                .isEqualTo(id);

        JsonNode statement = statement(asking, id, "contact-point");
        assertThat(Hash.sha256(statement.get("body").asString().getBytes(UTF_8)).hex())
                .isEqualTo(statement.get("bodyDigest").asString());
        Reply first = asking.post("/v1/requests/" + id + "/signatures", asking.sign("of-one", statement));
        assertThat(first.json().get("message").isNull()).as(first.toString()).isTrue();
        Reply again = asking.post("/v1/requests/" + id + "/signatures", asking.sign("of-one", statement));
        assertThat(again.status()).as("one officer twice").isEqualTo(409);
        Reply second = asking.post(
                "/v1/requests/" + id + "/signatures", asking.sign("of-two", statement(asking, id, "approver")));
        assertThat(second.json().at("/message/index").isNumber())
                .as(second.toString())
                .isTrue();
        return id;
    }

    private static JsonNode statement(TestMember member, String request, String role) throws IOException {
        Reply statement = member.get("/v1/requests/" + request + "/statement?role=" + role);
        assertThat(statement.status()).as(statement.toString()).isEqualTo(200);
        return statement.json();
    }

    static Map<String, Object> draft(String to) {
        Map<String, Object> request = members(
                "authority",
                "Ministry of Justice",
                "offence",
                members(
                        "title", "Illegal access",
                        "statute", "Penal Code, art. 289",
                        "maximumPenaltyYears", 5,
                        "conventionArticle", "7"),
                "facts",
                "Somebody entered the registry of a court.",
                "selectors",
                List.of(members(
                        "type", "ip-address",
                        "address", "203.0.113.7",
                        "port", 50_123,
                        "at", "2026-02-28T22:14:07Z")),
                "categories",
                List.of("traffic"),
                "period",
                members("from", "2026-02-28T22:00:00Z", "to", "2026-02-28T23:00:00Z"),
                "link",
                "The address was used to enter the registry.",
                "necessity",
                "The logs are kept for a few days only.",
                "custodian",
                null,
                "assistanceIntended",
                true,
                "secrecy",
                true,
                "legalBasis",
                List.of("uncc-42"),
                "days",
                90,
                "deadline",
                null,
                "emergency",
                null,
                "language",
                "en");
        return members(
                "to",
                to,
                "from",
                "justice",
                "urgency",
                "routine",
                "ownReference",
                null,
                "caseId",
                null,
                "annexes",
                List.of(),
                "request",
                request);
    }

    private static String accept(TestMember asked) throws IOException {
        JsonNode list = asked.await(
                "/v1/requests?side=requested&state=received,seen",
                page -> !page.get("items").isEmpty());
        String id = list.at("/items/0/id").asString();
        assertThat(list.at("/items/0/signatures").asString()).isEqualTo("complete");
        assertThat(asked.post("/v1/requests/" + id + "/seen").status()).isEqualTo(200);
        Reply proposed = asked.post(
                "/v1/requests/" + id + "/accept",
                members(
                        "preservedAt",
                                Instant.now()
                                        .minusSeconds(5)
                                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                        .toString(),
                        "expiresAt", "2099-01-01T00:00:00Z",
                        "conditions", List.of()));
        assertThat(proposed.status()).as(proposed.toString()).isEqualTo(200);
        assertThat(proposed.json().get("message").isNull()).isTrue();
        Reply accepted = asked.post(
                "/v1/requests/" + id + "/signatures", asked.sign("of-two", statement(asked, id, "approver")));
        assertThat(accepted.json().at("/request/summary/state").asString())
                .as(accepted.toString())
                .isEqualTo("accepted");
        return id;
    }

    private static String handOver(TestMember from, TestMember to, String request, byte[] evidence) throws IOException {
        String caseId =
                from.get("/v1/requests/" + request).json().at("/summary/caseId").asString();
        Reply added = from.upload("/v1/evidence?case=" + caseId + "&name=access.log&mediaType=text%2Fplain", evidence);
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        assertThat(added.json().get("sha256").asString())
                .isEqualTo(Hash.sha256(evidence).hex());
        String item = added.json().get("id").asString();
        Reply offered = from.post(
                "/v1/evidence/" + item + "/offers",
                members(
                        "to", to.code(),
                        "request", request,
                        "useLimits", List.of("This proceeding only"),
                        "onward", "forbidden",
                        "conditions", "",
                        "legalBasis", "",
                        "note", ""));
        assertThat(offered.status()).as(offered.toString()).isEqualTo(201);
        return item;
    }

    private static String fetched(TestMember member, String caseId, byte[] evidence) throws IOException {
        JsonNode fetches = member.await(
                "/v1/fetches?case=" + caseId,
                page -> page.at("/items/0/state").asString("").equals("done"));
        String item = fetches.at("/items/0/item").asString();
        assertThat(fetches.at("/items/0/sha256").asString())
                .isEqualTo(Hash.sha256(evidence).hex());
        assertThat(member.bytes("GET", "/v1/evidence/" + item + "/content")).isEqualTo(evidence);
        assertThat(lastCustody(member.get("/v1/evidence/" + item).json())).isEqualTo("opened");
        return item;
    }

    private static String lastCustody(JsonNode detail) {
        JsonNode custody = detail.get("custody");
        return custody.get(custody.size() - 1).get("event").asString();
    }

    private static void isWitnessed(TestMember member, String witness) throws IOException {
        member.await("/v1/outbox", page -> {
            boolean all = !page.get("items").isEmpty();
            for (JsonNode item : page.get("items")) {
                all &= item.get("witnesses").toString().contains("\"" + witness + "\"")
                        && !item.get("receivedAt").isNull();
            }
            return all;
        });
    }

    private static void provesEachMessage(TestMember member) throws IOException {
        SignedCheckpoint newest = SignedCheckpoint.parse(member.bytes("GET", "/v1/log/checkpoint"));
        assertThat(newest.checkpoint().head().size()).isPositive();
        assertThat(member.bytes("GET", "/v1/log/tile/entries/000.p/1")).hasSize(2 + Hash.BYTES);
        for (String box : List.of("inbox", "outbox")) {
            for (JsonNode item : member.get("/v1/" + box).json().get("items")) {
                String message = "/v1/messages/" + item.get("index").asLong();
                JsonNode detail = member.get(message).json();
                byte[] record = member.bytes("GET", message + "/record");
                assertThat(Hash.sha256(record).hex())
                        .isEqualTo(detail.get("recordDigest").asString());
                LogProof proof = LogProof.parse(member.bytes("GET", message + "/proof"));
                assertThat(proof.index()).isEqualTo(detail.get("logIndex").asLong());
                LogProof.parse(member.bytes("GET", message + "/receipt-proof"));
                assertThat(member.bytes("GET", message + "/receipt")).isNotEmpty();
            }
        }
    }

    private static void cardsTravel(TestMember from, TestMember to) throws IOException {
        from.renewCard();
        long revision = from.get("/v1/card").json().get("revision").asLong();
        to.await("/v1/members/" + from.code(), view -> view.at("/card/revision").asLong() == revision);
    }

    private void bundleVerifies(TestMember member, String caseId, byte[] evidence) throws IOException {
        Path file = folder.resolve("bundle.zip");
        Files.write(file, member.bytes("POST", "/v1/cases/" + caseId + "/bundle?evidence=include"));
        String words = member.get("/v1/card").json().get("words").asString();
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(BundleVerifier.verify(channel, Anchors.NONE)).isInstanceOf(Verdict.Proven.class);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            Verdict verdict = BundleVerifier.verify(channel, Anchors.identity(words));
            assertThat(verdict).isInstanceOf(Verdict.Anchored.class);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names = zip.stream().map(entry -> entry.getName()).toList();
            assertThat(names)
                    .anyMatch(name -> name.matches("messages/\\d{4}-preservation\\.request/receipt\\.cbor"))
                    .anyMatch(name -> name.matches("messages/\\d{4}-preservation\\.accepted/receipt\\.cbor"))
                    .anyMatch(name -> name.matches("messages/\\d{4}-evidence\\.offered/record\\.cbor"))
                    .anyMatch(name -> name.matches("records/\\d{4}-directory\\.recognised/record\\.cbor"));
            String inside = names.stream()
                    .filter(name -> name.endsWith("/access.log"))
                    .findFirst()
                    .orElseThrow();
            assertThat(zip.getInputStream(zip.getEntry(inside)).readAllBytes()).isEqualTo(evidence);
        }
    }

    private static void surviveRestart(TestMember asking, TestMember asked, String caseId, String item)
            throws IOException {
        asked.restart();
        assertThat(lastCustody(asked.get("/v1/evidence/" + item).json())).isEqualTo("verified");
        ping(asked, asking);
        String request =
                asking.get("/v1/cases/" + caseId).json().at("/requests/0/id").asString();
        Reply gone = asking.post("/v1/requests/" + request + "/withdraw", members("reason", "No longer needed."));
        assertThat(gone.json().at("/request/summary/state").asString()).isEqualTo("withdrawn");
        asked.await(
                "/v1/requests?side=requested&state=withdrawn",
                page -> !page.get("items").isEmpty());
    }
}
