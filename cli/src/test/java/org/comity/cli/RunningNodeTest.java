package org.comity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands make of a node's answers. */
class RunningNodeTest {

    private static final String BODY = "{\"note\":\"done\"}";

    @TempDir
    Path folder;

    private FakeNode node;

    @BeforeEach
    void start() throws Exception {
        node = new FakeNode(folder.resolve("comity-data"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void sendsTheTokenOfTheFolder() {
        node.answer("GET /v1/status", 200, "{\"member\":\"XA\",\"committed\":3,\"released\":null}");
        assertThat(Ran.in(folder, "status").exitCode()).isZero();
        assertThat(node.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.authorization()).isEqualTo("Bearer secret-1"));
    }

    @Test
    void printsTheAnswerAsOneLineOfJson() {
        node.answer("GET /v1/status", 200, "{\"member\":\"XA\",\"committed\":3,\"released\":null}");
        Ran ran = Ran.in(folder, "status", "--json");
        assertThat(ran.out().lines()).hasSize(1);
        assertThat(ran.json().path("committed").asInt()).isEqualTo(3);
    }

    @Test
    void tellsAProblemWithItsRemedy() {
        node.answer(
                "GET /v1/status",
                409,
                "{\"type\":\"/problems/wrong-state\",\"detail\":\"It is too late.\",\"remedy\":\"Come earlier.\"}");
        Ran ran = Ran.in(folder, "status");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("comity: It is too late.\n  Come earlier.\n");
    }

    @Test
    void endsWith75WhenTheNodeIsBusy() {
        node.answer("GET /v1/status", 503, "{\"type\":\"/problems/busy\",\"detail\":\"Busy.\",\"remedy\":\"Wait.\"}");
        assertThat(Ran.in(folder, "status").exitCode()).isEqualTo(75);
    }

    @Test
    void endsWith75WhenNobodyListens() {
        node.close();
        Ran ran = Ran.in(folder, "status");
        assertThat(ran.exitCode()).isEqualTo(75);
        assertThat(ran.err()).contains("no node answers at http://127.0.0.1:");
    }

    @Test
    void survivesAnAnswerThatIsNotJson() {
        node.answer("GET /v1/status", 200, "<html>");
        Ran ran = Ran.in(folder, "status");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("not JSON");
    }

    @Test
    void listsRequestsInATable() {
        node.answer("GET /v1/requests?size=50&side=requested", 200, """
                {"items":[{"id":"R-2026-000007","caseId":"C-2026-000003","peer":"XB","state":"received",
                "urgency":"emergency","title":"Illegal access","moments":{"opened":"2026-03-01T09:30:00Z"}}],
                "next":"abc"}""");
        Ran ran = Ran.in(folder, "inbox");
        assertThat(ran.out()).contains("R-2026-000007", "2026-03-01 09:30Z", "emergency: Illegal access");
        assertThat(ran.err()).contains("--before abc");
    }

    @Test
    void disarmsForeignText() {
        node.answer("GET /v1/requests?size=50&side=requested", 200, """
                {"items":[{"id":"R-2026-000007","caseId":"C-2026-000003","peer":"XB","state":"received",
                "urgency":"routine","title":"\\u001b[2Jgone","moments":{}}],"next":null}""");
        Ran ran = Ran.in(folder, "inbox");
        assertThat(ran.out()).doesNotContain("\u001b").contains("\\u{1B}[2Jgone");
    }

    @Test
    void showsHowFarAMessageGot() {
        node.answer("GET /v1/outbox?size=50", 200, """
                {"items":[{"index":5,"to":"XB","kind":"preservation.request","loggedAt":"2026-03-01T09:30:00Z",
                "receivedAt":"2026-03-01T09:30:01Z","seenAt":null,"witnesses":["XC"]}],"next":null}""");
        assertThat(Ran.in(folder, "outbox").out())
                .contains("\u25d1 received", "XC")
                .doesNotContain("seen");
    }

    @Test
    void takesAFileInWithItsCase() throws Exception {
        Files.writeString(folder.resolve("a b.log"), "line\n");
        node.answer(
                "POST /v1/evidence?case=C-2026-000001&name=a%20b.log&mediaType=text%2Fplain", 201, "{\"id\":\"ev-1\"}");
        Ran ran = Ran.in(folder, "evidence", "add", "a b.log", "--case", "C-2026-000001", "--type", "text/plain");
        assertThat(ran.exitCode()).isZero();
        assertThat(node.asked().getFirst().body()).isEqualTo("line\n");
    }

    @Test
    void keepsNoFileWhoseDigestDiffers() throws Exception {
        node.answer("GET /v1/evidence/ev-1", 200, "{\"item\":{\"sha256\":\"" + "0".repeat(64) + "\",\"length\":3}}");
        node.answer("GET /v1/evidence/ev-1/content", 200, "abc");
        Ran ran = Ran.in(folder, "evidence", "read", "ev-1", "--out", "item.bin");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(folder.resolve("item.bin")).doesNotExist();
        assertThat(folder.resolve("item.bin.partial")).doesNotExist();
    }

    @Test
    void asksForTheRequestAsItWasTyped() {
        node.answer("GET /v1/card", 200, "{\"authorities\":[{\"id\":\"contact-point\",\"names\":{\"en\":\"Point\"}}]}");
        node.answer("POST /v1/requests/preservation", 201, "{\"summary\":{\"id\":\"R-2026-000001\"}}");
        Ran ran = Ran.in(
                folder,
                "request",
                "preservation",
                "--to",
                "XB/contact-point",
                "--ip",
                "[2001:db8::7]:443@2026-02-01T00:00:00Z",
                "--offence",
                "o",
                "--statute",
                "s",
                "--facts",
                "f",
                "--link",
                "l",
                "--necessity",
                "n");
        assertThat(ran.err()).isEmpty();
        assertThat(node.asked().getLast().body())
                .contains(
                        "\"address\":\"2001:db8::7\"",
                        "\"port\":443",
                        "\"urgency\":\"routine\"",
                        "\"days\":90",
                        "\"authority\":\"Point\"");
    }

    @Test
    void admitsNoCardWhoseDigitsWereHeardDifferently() {
        Ran made = Ran.in(
                folder,
                "init",
                "--dir",
                "other",
                "--member",
                "XB",
                "--name",
                "en=B",
                "--allow-private",
                "--exercise",
                "e");
        assertThat(made.exitCode()).isZero();
        node.answer("GET /v1/card", 200, "{\"realm\":\"exercise/e\"}");
        Ran ran = Ran.in(
                folder, "member", "admit", "other/own.card", "--digits", "12345 ".repeat(8), "--as", "a", "--as", "b");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("group 1 of five digits differs");
        assertThat(node.asked()).noneMatch(asked -> asked.line().startsWith("POST"));
    }

    @Test
    void signsWhatItShows() throws Exception {
        OfficerSecretKey key = draftWaits(BODY);
        node.answer("POST /v1/requests/R-2026-000001/signatures", 200, "{\"message\":{\"index\":9},\"request\":{}}");
        Ran ran = Ran.in(folder, "sign", "R-2026-000001", "--as", "officer-1");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("note", "done", "number 9 in the own log");
        assertThat(node.asked().getLast().body()).contains(key.keyId().hex());
    }

    @Test
    void signsNothingWhenTheShownTextIsAnother() throws Exception {
        draftWaits("{\"note\":\"something else\"}");
        Ran ran = Ran.in(folder, "sign", "R-2026-000001", "--as", "officer-1");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("not the one it wants signed").contains("nothing was signed");
        assertThat(node.asked()).noneMatch(asked -> asked.line().contains("signatures"));
    }

    /** A draft that waits for officer-1, whose statement is over {@link #BODY} and shows the given text. */
    private OfficerSecretKey draftWaits(String shown) throws Exception {
        OfficerSecretKey key = OfficerSecretKey.generate(out -> java.util.Arrays.fill(out, (byte) 5));
        key.create(folder.resolve("comity-data/officers/officer-1.key"));
        String draft =
                "{\"draft\":{\"request\":\"R-2026-000001\",\"kind\":\"preservation.accepted\",\"roles\":[\"approver\"]}}";
        node.answer("GET /v1/requests/R-2026-000001", 200, draft);
        node.answer(
                "GET /v1/officers?size=200",
                200,
                "{\"items\":[{\"id\":\"officer-1\",\"roles\":[\"approver\"],\"key\":{\"keyId\":\""
                        + key.keyId().hex() + "\"}}]}");
        long at = Ran.NOW.toEpochMilli();
        Hash digest = Hash.sha256(BODY.getBytes(StandardCharsets.UTF_8));
        Hash none = Hash.sha256(new byte[] {(byte) 0x80});
        ApprovalStatement statement = new ApprovalStatement(
                Realm.WORLD,
                new Kind("preservation.accepted"),
                new MemberId("XA"),
                new AuthorityId("contact-point"),
                Recipient.one(new MemberId("XB")),
                java.util.Optional.empty(),
                "application/json",
                digest,
                none,
                java.util.Optional.empty(),
                "approver",
                at);
        String text =
                "{\"realm\":\"world\",\"kind\":\"preservation.accepted\",\"sender\":\"XA\",\"fromAuthority\":\"contact-point\","
                        + "\"recipient\":\"XB\",\"toAuthority\":null,\"mediaType\":\"application/json\",\"bodyDigest\":\""
                        + digest.hex()
                        + "\",\"annexesDigest\":\"" + none.hex()
                        + "\",\"rulebook\":null,\"role\":\"approver\",\"timeMs\":" + at
                        + ",\"bytes\":\"" + Base64.getEncoder().encodeToString(statement.bytes()) + "\",\"body\":"
                        + "\"" + shown.replace("\"", "\\\"") + "\"}";
        node.answer("GET /v1/requests/R-2026-000001/statement?role=approver&timeMs=" + at, 200, text);
        return key;
    }
}
