package org.comity.node.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comity.node.exchange.Disposition;
import org.comity.node.ledger.Erased;
import org.comity.node.ledger.Refused;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.node.world.ByteRange;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TransferTest {
    static final int[] LENGTHS = Sizes.INTERESTING;
    private static final int PIECE = PieceList.PIECE_BYTES;

    private final Loop loop = new Loop();
    private final TestNode[] pair = TestNode.pair(loop);
    private final TestNode a = pair[0];
    private final TestNode b = pair[1];

    @ParameterizedTest
    @FieldSource("LENGTHS")
    void itemArrivesByteForByte(int length) throws IOException {
        byte[] plain = Sizes.bytes(length);
        Item item = a.takeIn(plain);
        Hash root = a.offer(item.id(), b, new Terms(List.of("this case only"), Onward.FORBIDDEN, "sealed court file"));
        loop.runOut();
        Fetch fetch = fetch(root);
        assertThat(fetch.state()).as(fetch.reason()).isEqualTo(FetchState.DONE);
        assertThat(a.refusals).isEmpty();
        Item arrived = b.evidence.item(fetch.item().orElseThrow()).orElseThrow();
        assertThat(arrived.pieceRoot()).isEqualTo(root);
        ItemDetail detail = arrived.detail().orElseThrow();
        assertThat(detail.sha256()).isEqualTo(Hash.sha256(plain));
        assertThat(detail.source()).contains(a.member);
        assertThat(detail.terms().useLimits()).containsExactly("this case only");
        assertThat(read(b, arrived.id())).isEqualTo(plain);
        assertThat(b.partials.names()).isEmpty();
        assertThat(b.custody(arrived.id()))
                .containsExactly(CustodyEvent.RECEIVED, CustodyEvent.VERIFIED, CustodyEvent.COPIED);
        assertThat(a.custody(item.id()))
                .containsExactly(CustodyEvent.COLLECTED, CustodyEvent.SEALED, CustodyEvent.SENT, CustodyEvent.VERIFIED);
    }

    @Test
    void resumeAfterKillOnBothSides() throws IOException {
        byte[] plain = Sizes.bytes(11 * PIECE + 5);
        Hash root = a.offer(a.takeIn(plain).id(), b, Terms.NONE);
        PeerCall start = PeerCall.get("/peer/v1/evidence/" + root.hex() + "/data", new ByteRange(0, 2L * PIECE - 1));
        byte[] before = a.answer(b.member, start).body();
        loop.runUntil(() -> state(root).filter(f -> f.piecesStored() >= 4).isPresent());
        assertThat(fetch(root).state()).isEqualTo(FetchState.RUNNING);
        int stored = fetch(root).piecesStored();
        loop.kill();
        a.served.clear();
        a.restart();
        b.restart();
        assertThat(fetch(root).piecesStored()).isEqualTo(stored);
        assertThat(a.answer(b.member, start).body()).isEqualTo(before);
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DONE);
        assertThat(a.served).noneMatch(call -> call.path().endsWith("/pieces"));
        long fetched = a.served.stream()
                .mapToLong(call -> call.range().orElseThrow().length())
                .sum();
        assertThat(fetched).isEqualTo(fetch(root).cipherLength() - (long) stored * PIECE);
        Item arrived = b.evidence.item(fetch(root).item().orElseThrow()).orElseThrow();
        assertThat(arrived.pieceRoot()).isEqualTo(root);
        assertThat(read(b, arrived.id())).isEqualTo(plain);
    }

    @Test
    void killAtAnyMomentLosesNothing() throws IOException {
        byte[] plain = Sizes.bytes(5 * PIECE);
        Hash root = a.offer(a.takeIn(plain).id(), b, Terms.NONE);
        loop.runUntil(() -> state(root).isPresent());
        for (int kills = 0; kills < 60 && fetch(root).state() == FetchState.RUNNING; kills++) {
            int[] steps = {5 + kills};
            loop.runUntil(() -> steps[0]-- == 0);
            loop.kill();
            a.restart();
            b.restart();
        }
        loop.runOut();
        assertThat(fetch(root).state()).as(Sizes.shown()).isEqualTo(FetchState.DONE);
        assertThat(read(b, fetch(root).item().orElseThrow())).isEqualTo(plain);
        assertThat(b.evidence.items(fetch(root).caseId())).hasSize(1);
        assertThat(b.partials.names()).isEmpty();
    }

    @Test
    void vaultChunkFlippedBeforeResume() {
        byte[] plain = Sizes.bytes(9 * PIECE);
        Item item = a.takeIn(plain);
        Hash root = a.offer(item.id(), b, Terms.NONE);
        loop.runUntil(() -> state(root).filter(f -> f.piecesStored() >= 4).isPresent());
        loop.kill();
        a.blobs.flip(item.content(), 8 * PIECE);
        a.restart();
        b.restart();
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.SUSPENDED);
        assertThat(fetch(root).reason()).contains("AA", "damaged");
        assertThat(a.evidence.item(item.id()).orElseThrow().state()).isEqualTo(ItemState.DAMAGED);
        assertThat(a.custody(item.id())).endsWith(CustodyEvent.DAMAGED).containsOnlyOnce(CustodyEvent.DAMAGED);
        PeerAnswer answer = a.answer(
                b.member, PeerCall.get("/peer/v1/evidence/" + root.hex() + "/data", new ByteRange(0, PIECE - 1)));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).hasSizeLessThan(500);

        a.blobs.restore(item.content());
        loop.result(a.evidence.check(TestNode.OFFICER, item.id(), TestNode.HANDLING));
        b.work(turn -> {
            b.evidence.startFetch(turn, root);
            return true;
        });
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DONE);
    }

    @Test
    void pieceListWrong() {
        a.wire = answer -> answer.body().length == 32 * 3 ? changed(answer, 40) : answer;
        Hash root = a.offer(a.takeIn(Sizes.bytes(2 * PIECE)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.SUSPENDED);
        assertThat(fetch(root).reason()).contains("3 bad answers", "root");
        assertThat(a.served).hasSize(3).allMatch(call -> call.path().endsWith("/pieces"));
    }

    @Test
    void pieceWrongThreeTimesSuspends() {
        a.wire = answer -> answer.body().length > 1000 ? changed(answer, 100_000) : answer;
        Hash root = a.offer(a.takeIn(Sizes.bytes(2 * PIECE)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.SUSPENDED);
        assertThat(fetch(root).reason()).contains("piece 0 of 3 differs");
        assertThat(fetch(root).piecesStored()).isZero();
    }

    @Test
    void pieceWrongOnceIsFetchedAgain() {
        boolean[] once = {true};
        a.wire = answer -> {
            boolean change = once[0] && answer.body().length > 1000;
            once[0] &= !change;
            return change ? changed(answer, 100_000) : answer;
        };
        Hash root = a.offer(a.takeIn(Sizes.bytes(2 * PIECE)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DONE);
    }

    @Test
    void shortAnswersSuspend() {
        a.wire = answer -> answer.body().length > 1000
                ? PeerAnswer.of(206, answer.contentType(), Arrays.copyOf(answer.body(), PIECE))
                : answer;
        Hash root = a.offer(a.takeIn(Sizes.bytes(2 * PIECE)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).reason()).contains("1048576 bytes came where");
    }

    @Test
    void busyPeerIsAskedAgainLater() {
        int[] busy = {7};
        a.wire = answer -> busy[0]-- > 0 ? PeerAnswer.of(503, "application/problem+json", new byte[0]) : answer;
        Hash root = a.offer(a.takeIn(Sizes.bytes(10)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DONE);
        assertThat(a.served).hasSize(9);
    }

    @Test
    void offerIsWithdrawnWhileItIsFetched() {
        Hash root = a.offer(a.takeIn(Sizes.bytes(17 * PIECE)).id(), b, Terms.NONE);
        loop.runUntil(() -> a.served.stream().anyMatch(call -> call.path().endsWith("/data")));
        a.work(turn -> {
            a.evidence.withdrawOffer(turn, root);
            return true;
        });
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.SUSPENDED);
        assertThat(fetch(root).reason()).contains("does not offer");
    }

    @Test
    void offererWithoutRecognitionSuspends() {
        a.reachable = false;
        Hash root = a.offer(a.takeIn(Sizes.bytes(10)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).reason()).contains("not a recognised member");
        assertThat(a.served).isEmpty();
    }

    @Test
    void piecesLostOnDiskAreFetchedAgain() throws IOException {
        byte[] plain = Sizes.bytes(9 * PIECE);
        Hash root = a.offer(a.takeIn(plain).id(), b, Terms.NONE);
        loop.runUntil(() -> state(root).filter(f -> f.piecesStored() >= 4).isPresent());
        var file = b.partials.open(root.hex());
        file.write(2L * PIECE + 9, new byte[] {1, 2, 3});
        file.force();
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DONE);
        assertThat(read(b, fetch(root).item().orElseThrow())).isEqualTo(plain);
    }

    @Test
    void headerNeverReachesTheGrowingFile() throws IOException {
        Hash root = a.offer(a.takeIn(Sizes.bytes(9 * PIECE)).id(), b, Terms.NONE);
        loop.runUntil(() -> state(root).filter(f -> f.piecesStored() >= 4).isPresent());
        assertThat(b.partials.open(root.hex()).read(0, 1_000)).containsOnly(0);
    }

    @Test
    void largeOfferWaitsForAnOfficer() {
        b.fetchOnArrival(1_000);
        Hash root = a.offer(a.takeIn(Sizes.bytes(10)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.OFFERED);
        b.work(turn -> {
            b.evidence.startFetch(turn, root);
            return true;
        });
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DONE);
        assertThat(b.refusal(turn -> {
                            b.evidence.startFetch(turn, root);
                            return true;
                        })
                        .code())
                .isEqualTo(Refused.Code.WRONG_STATE);
    }

    @Test
    void declinedFetchStops() {
        Hash root = a.offer(a.takeIn(Sizes.bytes(9 * PIECE)).id(), b, Terms.NONE);
        loop.runUntil(() -> state(root).filter(f -> f.piecesStored() >= 4).isPresent());
        b.work(turn -> {
            b.evidence.declineFetch(turn, root, "not needed any more");
            return true;
        });
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DECLINED);
        b.restart();
        assertThat(b.partials.names()).isEmpty();
    }

    @Test
    void lengthWrong() {
        Item item = a.takeIn(Sizes.bytes(100));
        PreparedOffer prepared = a.prepare(item.id(), b);
        OfferBody good = OfferBody.of(
                item, item.detail().orElseThrow(), prepared.outgoing().pieces(), Terms.NONE, List.of());
        OfferBody bad = new OfferBody(
                good.item(),
                good.name(),
                good.mediaType(),
                good.sha256(),
                good.length() + 80_000,
                good.cipherLength(),
                good.pieceRoot(),
                good.useLimits(),
                good.onward(),
                good.conditions(),
                good.custody());
        message(Evidence.OFFERED, JsonBody.write(bad));
        assertThat(b.refusals).singleElement().satisfies(e -> {
            assertThat(e.disposition()).isEqualTo(Disposition.MALFORMED);
            assertThat(e.getMessage()).contains("cannot hold an item of 80100 bytes");
        });
        assertThat(b.evidence.fetches(FetchState.RUNNING)).isEmpty();
    }

    @Test
    void digestOfTheOfferWrong() {
        Item item = a.takeIn(Sizes.bytes(100));
        PreparedOffer prepared = a.prepare(item.id(), b);
        Hash root = a.offer(item.id(), b, Terms.NONE);
        assertThat(root).isNotEqualTo(prepared.root());
        loop.runOut();
        b.refusals.clear();
        OfferBody good = OfferBody.of(
                item, item.detail().orElseThrow(), prepared.outgoing().pieces(), Terms.NONE, List.of());
        OfferBody bad = new OfferBody(
                good.item(),
                good.name(),
                good.mediaType(),
                Hash.sha256(new byte[1]).hex(),
                good.length(),
                good.cipherLength(),
                good.pieceRoot(),
                good.useLimits(),
                good.onward(),
                good.conditions(),
                good.custody());
        a.work(turn -> {
            new Offers(a.ledger.caseKeys()).insert(turn, prepared, 0);
            return true;
        });
        message(Evidence.OFFERED, JsonBody.write(bad));
        loop.runOut();
        assertThat(fetch(prepared.root()).state()).isEqualTo(FetchState.SUSPENDED);
        assertThat(fetch(prepared.root()).reason()).contains("SHA-256");
        assertThat(fetch(prepared.root()).item()).isEmpty();
    }

    @Test
    void sameOfferTwiceIsADuplicate() {
        Hash root = a.offer(a.takeIn(Sizes.bytes(100)).id(), b, Terms.NONE);
        loop.runOut();
        assertThat(fetch(root).state()).isEqualTo(FetchState.DONE);
        var row = a.work(
                turn -> new Offers(a.ledger.caseKeys()).find(turn.sql(), root).orElseThrow());
        try {
            b.receive(a.member, a.ledger.acts().at(row.messageIndex()).orElseThrow());
        } catch (Erased e) {
            throw new AssertionError(e);
        }
        loop.runOut();
        assertThat(b.refusals)
                .singleElement()
                .satisfies(e -> assertThat(e.disposition()).isEqualTo(Disposition.DUPLICATE_OF));
    }

    @Test
    void confirmationOfSomethingElseIsRefused() {
        b.reachable = false;
        Item item = a.takeIn(Sizes.bytes(100));
        Hash root = a.offer(item.id(), b, Terms.NONE);
        VerifiedBody bad =
                new VerifiedBody(item.id().text(), Hash.sha256(new byte[1]).hex(), 100, root.hex());
        b.work(turn -> {
            var logged = turn.append(new EvidenceSettings(TestNode.JUSTICE, "x", "x", 0)
                    .draft(
                            Evidence.VERIFIED,
                            Recipient.one(a.member),
                            Lane.ORDINARY,
                            JsonBody.write(bad),
                            "",
                            List.of()));
            turn.afterCommit(() -> loop.soon(() -> a.receive(b.member, logged)));
            return true;
        });
        loop.runUntil(() -> !a.refusals.isEmpty());
        assertThat(a.refusals.getFirst().getMessage()).contains("differ");
    }

    private void message(Kind kind, byte[] body) {
        a.work(turn -> {
            var logged = turn.append(new EvidenceSettings(TestNode.JUSTICE, "x", "x", 0)
                    .draft(kind, Recipient.one(b.member), Lane.ORDINARY, body, "", List.of()));
            turn.afterCommit(() -> loop.soon(() -> b.receive(a.member, logged)));
            return true;
        });
        loop.runOut();
    }

    private Optional<Fetch> state(Hash root) {
        return b.evidence.fetch(root);
    }

    private Fetch fetch(Hash root) {
        return b.evidence.fetch(root).orElseThrow();
    }

    private byte[] read(TestNode node, ItemId id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OpenedItem opened = loop.result(node.evidence.openForCopy(TestNode.OFFICER, id, TestNode.HANDLING))) {
            opened.copyTo(Channels.newChannel(out));
        }
        return out.toByteArray();
    }

    private static PeerAnswer changed(PeerAnswer answer, int at) {
        byte[] body = answer.body().clone();
        body[at] ^= 1;
        return PeerAnswer.of(answer.status(), answer.contentType(), body);
    }
}
