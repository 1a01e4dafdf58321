package org.comity.node.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;
import org.comity.node.world.ByteRange;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final int PIECE = PieceList.PIECE_BYTES;

    private final Loop loop = new Loop();
    private final Map<MemberId, TestNode> net = new HashMap<>();
    private final TestNode a = new TestNode("AA", loop, net);
    private final TestNode b = new TestNode("BB", loop, net);
    private final TestNode c = new TestNode("CC", loop, net);

    @Test
    void custodyActsNameEachOther() throws Erased {
        Item item = a.takeIn(new byte[] {1, 2, 3});
        a.work(turn -> a.evidence.record(turn, item.id(), CustodyEvent.RETURNED, TestNode.HANDLING));
        List<CustodyEntry> chain = a.evidence.custody(item.id());
        assertThat(chain).extracting(CustodyEntry::number).containsExactly(1L, 2L, 3L);
        List<Custody.Link> previous = List.of();
        for (CustodyEntry entry : chain) {
            Logged logged = a.ledger.acts().at(entry.index()).orElseThrow();
            assertThat(logged.entry()).isEqualTo(entry.entry());
            assertThat(logged.act().kind().text())
                    .isEqualTo("custody." + entry.event().word());
            assertThat(logged.act().recipient().text()).isEmpty();
            Custody.Body body = JsonBody.read(logged.act().body(), Custody.Body.class);
            assertThat(body.sha256())
                    .isEqualTo(Hash.sha256(new byte[] {1, 2, 3}).hex());
            assertThat(body.length()).isEqualTo(3);
            assertThat(body.previous()).isEqualTo(previous);
            previous = List.of(new Custody.Link(entry.index(), entry.entry().hex()));
        }
        assertThat(chain.getFirst().handling()).contains(TestNode.HANDLING);
    }

    @Test
    void redactionIsInBothChains() {
        Item original = a.takeIn(new byte[] {1, 2, 3});
        Item redacted = a.takeIn(new byte[] {1, 0, 3}, Optional.of(original.id()));
        assertThat(a.custody(original.id())).endsWith(CustodyEvent.REDACTED);
        assertThat(a.custody(redacted.id())).containsExactly(CustodyEvent.REDACTED, CustodyEvent.SEALED);
        assertThat(a.evidence
                        .custody(redacted.id())
                        .getFirst()
                        .handling()
                        .orElseThrow()
                        .note())
                .contains(original.id().text());
    }

    @Test
    void openedItemIsReadAtAnyOffset() throws IOException {
        byte[] plain = Sizes.bytes(200_000);
        Item item = a.takeIn(plain);
        try (OpenedItem opened = loop.result(a.evidence.open(TestNode.OFFICER, item.id(), TestNode.HANDLING))) {
            ByteBuffer buffer = ByteBuffer.allocate(10);
            opened.read(131_070, buffer);
            assertThat(buffer.array()).isEqualTo(Arrays.copyOfRange(plain, 131_070, 131_080));
            assertThat(opened.size()).isEqualTo(200_000);
        }
        assertThat(a.custody(item.id())).endsWith(CustodyEvent.OPENED);
    }

    @Test
    void openingADamagedCopyRaisesTheAlarm() {
        Item item = a.takeIn(Sizes.bytes(100));
        a.blobs.flip(item.content(), 20);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> loop.result(a.evidence.open(TestNode.OFFICER, item.id(), TestNode.HANDLING)))
                .withCauseInstanceOf(EvidenceException.class);
        loop.runOut();
        assertThat(a.custody(item.id())).endsWith(CustodyEvent.DAMAGED).doesNotContain(CustodyEvent.OPENED);
        assertThat(a.evidence.item(item.id()).orElseThrow().state()).isEqualTo(ItemState.DAMAGED);
    }

    @Test
    void foreignFetcher() {
        Hash root = a.offer(a.takeIn(Sizes.bytes(100)).id(), b, Terms.NONE);
        for (String part : List.of("/pieces", "/data")) {
            PeerCall call = PeerCall.get("/peer/v1/evidence/" + root.hex() + part);
            PeerAnswer refused = a.answer(c.member, call);
            PeerAnswer unknown = a.answer(
                    c.member,
                    PeerCall.get("/peer/v1/evidence/" + Hash.sha256(new byte[1]).hex() + part));
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.body()).isEqualTo(unknown.body());
            assertThat(a.answer(b.member, call).status()).isEqualTo(200);
        }
    }

    @Test
    void rangesThatAreNotWholePiecesAreRefused() {
        Hash root = a.offer(a.takeIn(Sizes.bytes(9 * PIECE)).id(), b, Terms.NONE);
        String path = "/peer/v1/evidence/" + root.hex() + "/data";
        List<ByteRange> wrong = List.of(
                new ByteRange(1, PIECE - 1),
                new ByteRange(0, PIECE),
                new ByteRange(0, PIECE - 2),
                new ByteRange(0, 5L * PIECE - 1),
                new ByteRange(0, 100L * PIECE - 1),
                new ByteRange(100L * PIECE, 101L * PIECE - 1));
        for (ByteRange range : wrong) {
            assertThat(a.answer(b.member, PeerCall.get(path, range)).status())
                    .as(range.toString())
                    .isEqualTo(416);
        }
        assertThat(a.answer(b.member, PeerCall.get(path)).status()).isEqualTo(416);
        PeerAnswer good = a.answer(b.member, PeerCall.get(path, new ByteRange(4L * PIECE, 8L * PIECE - 1)));
        assertThat(good.status()).isEqualTo(206);
        assertThat(good.body()).hasSize(4 * PIECE);
    }

    @Test
    void tooManyRangesAtOnceArePutOff() {
        Hash root = a.offer(a.takeIn(Sizes.bytes(100)).id(), b, Terms.NONE);
        PeerCall call = PeerCall.get("/peer/v1/evidence/" + root.hex() + "/data");
        loop.runOut();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            a.evidence.resource().answer(b.member, call, answer -> statuses.add(answer.status()));
        }
        assertThat(statuses).containsExactly(429);
        loop.runOut();
        assertThat(statuses).containsExactly(429, 200, 200, 200, 200);
        assertThat(a.answer(b.member, call).status()).isEqualTo(200);
    }

    @Test
    void pathsBesideTheResourceAreNotFound() {
        Hash root = a.offer(a.takeIn(Sizes.bytes(100)).id(), b, Terms.NONE);
        String base = "/peer/v1/evidence/" + root.hex();
        for (String path : List.of(
                base, base + "/", base + "/data/", base + "/../x/data", base.toUpperCase(Locale.ROOT) + "/data")) {
            assertThat(a.answer(b.member, PeerCall.get(path)).status()).as(path).isEqualTo(404);
        }
        assertThat(a.answer(b.member, PeerCall.post(base + "/data", new byte[0]))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void forbiddenOnwardTransferIsRefused() {
        Item atB = transferred(Onward.FORBIDDEN);
        PreparedOffer prepared = b.prepare(atB.id(), c);
        Refused refused =
                b.refusal(turn -> b.evidence.offer(turn, prepared, terms(Optional.empty()), TestNode.HANDLING));
        assertThat(refused.code()).isEqualTo(Refused.Code.NOT_ALLOWED);
        assertThat(refused.getMessage()).contains("AA", "CC");
    }

    @Test
    void onwardTransferWithoutConsentIsRefused() {
        Item atB = transferred(Onward.WITH_CONSENT);
        PreparedOffer prepared = b.prepare(atB.id(), c);
        assertThat(b.refusal(turn -> b.evidence.offer(turn, prepared, terms(Optional.empty()), TestNode.HANDLING))
                        .remedy())
                .contains("consent");
    }

    @Test
    void onwardTransferWithConsentKeepsTheTerms() {
        Item atB = transferred(Onward.WITH_CONSENT);
        PreparedOffer prepared = b.prepare(atB.id(), c);
        Ref consent = new Ref("consent", "node.aa/log/g1", 3, Hash.sha256(new byte[1]));
        Logged message =
                b.work(turn -> b.evidence.offer(turn, prepared, terms(Optional.of(consent)), TestNode.HANDLING));
        assertThat(message.act().refs()).containsExactly(consent);
        loop.runOut();
        Fetch fetch = c.evidence.fetch(prepared.root()).orElseThrow();
        assertThat(fetch.state()).isEqualTo(FetchState.DONE);
        Terms terms = fetch.detail().orElseThrow().terms();
        assertThat(terms.onward()).isEqualTo(Onward.WITH_CONSENT);
        assertThat(terms.useLimits()).containsExactly("this case only", "no press");
    }

    @Test
    void itemMayGoBackToItsSource() {
        Item atB = transferred(Onward.FORBIDDEN);
        PreparedOffer prepared = b.prepare(atB.id(), a);
        b.work(turn -> b.evidence.offer(turn, prepared, terms(Optional.empty()), TestNode.HANDLING));
        loop.runOut();
        assertThat(a.evidence.fetch(prepared.root()).orElseThrow().state()).isEqualTo(FetchState.DONE);
    }

    @Test
    void oneEncryptionIsOfferedOnce() {
        Item item = a.takeIn(Sizes.bytes(100));
        PreparedOffer prepared = a.prepare(item.id(), b);
        a.work(turn -> a.evidence.offer(turn, prepared, terms(Optional.empty()), TestNode.HANDLING));
        assertThat(a.refusal(turn -> a.evidence.offer(turn, prepared, terms(Optional.empty()), TestNode.HANDLING))
                        .code())
                .isEqualTo(Refused.Code.DUPLICATE);
    }

    @Test
    void erasedThenProved() {
        Item item = a.takeIn(Sizes.bytes(5_000));
        Hash root = a.offer(item.id(), b, Terms.NONE);
        loop.runOut();
        List<CustodyEntry> before = a.evidence.custody(item.id());
        Handling reason = TestNode.HANDLING.withNote("court order 9/2026");
        Logged act = a.work(turn -> a.evidence.erase(turn, item.id(), reason));

        Item erased = a.evidence.item(item.id()).orElseThrow();
        assertThat(erased.state()).isEqualTo(ItemState.ERASED);
        assertThat(erased.detail()).isEmpty();
        assertThat(a.blobs.has(item.content())).isFalse();
        List<CustodyEntry> after = a.evidence.custody(item.id());
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(after.getLast().event()).isEqualTo(CustodyEvent.DESTROYED);
        assertThat(after.getLast().handling()).contains(reason);
        assertThat(a.ledger.committed().size()).isGreaterThan(act.index());
        for (CustodyEntry entry : before) {
            assertThatExceptionOfType(Erased.class)
                    .isThrownBy(() -> a.ledger.acts().at(entry.index()));
            a.work(turn -> {
                assertThat(a.ledger.acts().entry(turn.sql(), entry.index())).contains(entry.entry());
                return true;
            });
        }
        Custody.Body body = JsonBody.read(act.act().body(), Custody.Body.class);
        assertThat(body.sha256()).isEmpty();
        assertThat(body.note()).isEqualTo("court order 9/2026");
        PeerCall call = PeerCall.get("/peer/v1/evidence/" + root.hex() + "/data");
        assertThat(a.answer(b.member, call).status()).isEqualTo(404);
        assertColumnsEmpty(item.id());
    }

    private void assertColumnsEmpty(ItemId id) {
        List<Long> lengths = new ArrayList<>();
        a.work(turn -> {
            lengths.add(turn.sql()
                    .number("SELECT length(header) + length(detail) FROM evidence_item WHERE item = ?", id.text()));
            lengths.add(
                    turn.sql().number("SELECT sum(length(sealing)) FROM evidence_outgoing WHERE item = ?", id.text()));
            return true;
        });
        assertThat(lengths).containsOnly(0L);
    }

    @Test
    void erasureAtTheReceiverReachesTheOfferAndItsConfirmation() {
        Item atB = transferred(Onward.FORBIDDEN);
        b.work(turn -> b.evidence.erase(turn, atB.id(), TestNode.HANDLING.withNote("request of AA")));
        Fetch fetch = b.evidence.fetches("case-of-AA").getFirst();
        assertThat(fetch.detail()).isEmpty();
        assertThat(fetch.state()).isEqualTo(FetchState.DONE);
        long index = b.work(turn -> turn.sql().number("SELECT answer_index FROM evidence_fetch"));
        assertThatExceptionOfType(Erased.class).isThrownBy(() -> b.ledger.acts().at(index));
    }

    @Test
    void erasureWithoutAReasonIsRefused() {
        Item item = a.takeIn(new byte[1]);
        assertThat(a.refusal(turn -> a.evidence.erase(turn, item.id(), TestNode.HANDLING))
                        .code())
                .isEqualTo(Refused.Code.INVALID);
        assertThat(a.evidence.item(item.id()).orElseThrow().state()).isEqualTo(ItemState.SEALED);
    }

    @Test
    void erasedItemIsNeitherOpenedNorOfferedNorErasedAgain() {
        Item item = a.takeIn(new byte[1]);
        Handling reason = TestNode.HANDLING.withNote("expired");
        PreparedOffer prepared = a.prepare(item.id(), b);
        a.work(turn -> a.evidence.erase(turn, item.id(), reason));
        assertThat(a.refusal(turn -> a.evidence.erase(turn, item.id(), reason)).getMessage())
                .contains("erased");
        assertThat(a.refusal(turn -> a.evidence.offer(turn, prepared, terms(Optional.empty()), reason))
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> loop.result(a.evidence.open(TestNode.OFFICER, item.id(), reason)))
                .withCauseInstanceOf(Refused.class);
    }

    @Test
    void destroyedCaseKeyTakesItsItemsWithIt() {
        Item item = a.takeIn(Sizes.bytes(100));
        Hash root = a.offer(item.id(), b, Terms.NONE);
        a.work(turn -> {
            a.ledger.caseKeys().destroy(turn, "case-7");
            return true;
        });
        assertThat(a.evidence.item(item.id()).orElseThrow().state()).isEqualTo(ItemState.ERASED);
        assertThat(a.evidence.custody(item.id()))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.handling()).isEmpty());
        assertThat(a.answer(b.member, PeerCall.get("/peer/v1/evidence/" + root.hex() + "/data"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void nothingReadableLiesInTheDatabase() {
        byte[] plain = Sizes.bytes(100);
        Item item = a.takeIn(plain);
        a.offer(item.id(), b, Terms.NONE);
        loop.runOut();
        for (TestNode node : List.of(a, b)) {
            String image = HexFormat.of().formatHex(node.store.image());
            assertThat(image.contains(Hash.sha256(plain).hex())).isFalse();
            assertThat(image.contains(hex(Hash.sha256(plain).hex()))).isFalse();
            assertThat(image.contains(hex("disk.img"))).isFalse();
            assertThat(image.contains(hex("mlkem768x25519"))).isFalse();
        }
    }

    @Test
    void wrongNameIsRefusedAndLeavesNoBlob() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> loop.result(a.evidence.takeIn(
                        TestNode.OFFICER,
                        new Intake("case-7", "../x", "text/plain", Terms.NONE, Optional.empty(), TestNode.HANDLING),
                        Channels.newChannel(new ByteArrayInputStream(new byte[9])),
                        done -> {})))
                .withCauseInstanceOf(Refused.class);
        assertThat(a.evidence.items("case-7")).isEmpty();
        assertThat(a.blobs.count()).isZero();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** An item of AA that BB received under these terms. */
    private Item transferred(Onward onward) {
        Hash root =
                a.offer(a.takeIn(Sizes.bytes(100)).id(), b, new Terms(List.of("this case only"), onward, "court file"));
        loop.runOut();
        return b.evidence
                .item(b.evidence.fetch(root).orElseThrow().item().orElseThrow())
                .orElseThrow();
    }

    private static OfferTerms terms(Optional<Ref> consent) {
        return new OfferTerms(Optional.empty(), consent, new Terms(List.of("no press"), Onward.ALLOWED, ""));
    }
}
