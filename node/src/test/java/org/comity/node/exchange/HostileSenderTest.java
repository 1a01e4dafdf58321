package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.comity.node.ledger.Source;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.BatchProof;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does with parcels of a peer that lies, forwards, repeats, reorders or sends rubbish. */
final class HostileSenderTest {

    private static final MemberId ME = new MemberId("XA");

    private final Mailbox mailbox = new Mailbox();
    private final Stage stage = new Stage(mailbox);
    private final HostilePeer peer = new HostilePeer("XB", Realm.WORLD);
    private final HostilePeer other = new HostilePeer("XC", Realm.WORLD);

    @BeforeEach
    void recognise() {
        stage.admit(peer);
        stage.admit(other);
    }

    private PeerAnswer send(Parcel parcel) {
        return stage.post(peer, peer.seal(parcel, stage.self));
    }

    private static Answer receipts(PeerAnswer answer) {
        assertThat(answer.status()).as("status").isEqualTo(200);
        return Answer.decode(answer.body());
    }

    private static List<ReceivedBody> bodies(Answer answer) {
        return answer.receipts().stream()
                .map(item -> ReceivedBody.decode(org.comity.node.record.Act.parse(
                                ((Item.Opened) item).opening().record())
                        .body()))
                .toList();
    }

    private void assertRefused(PeerAnswer answer, Problem.Type problem) {
        assertThat(Problem.slugOf(answer)).contains(problem);
        assertThat(answer.status()).isEqualTo(problem.status());
        assertThat(stage.count("SELECT count(*) FROM exchange_inbox"))
                .as("messages stored")
                .isZero();
        assertThat(stage.count("SELECT count(*) FROM exchange_head"))
                .as("heads held")
                .isZero();
    }

    @Test
    void takesAnHonestParcel() {
        Answer answer = receipts(send(peer.parcel(ME, peer.letters(ME, 1, 3))));
        assertThat(bodies(answer)).extracting(ReceivedBody::sequence).containsExactly(1L, 2L, 3L);
        assertThat(mailbox.letters).containsExactly("letter 1", "letter 2", "letter 3");
    }

    // Authenticity

    @Test
    void refusesRecordForwardedToThirdState() {
        Item.Opened original = other.letter(peer.member, 1);
        Item.Opened forwarded = peer.logged(Lane.ORDINARY, 1, original.opening().record());
        assertRefused(send(peer.parcel(ME, List.of(forwarded))), Problem.Type.IDENTITY_MISMATCH);
    }

    @Test
    void refusesWholeParcelForwardedToThirdState() {
        Parcel toPeer = other.parcel(peer.member, List.of(other.letter(peer.member, 1)));
        assertRefused(
                stage.post(peer, peer.sealPlain(ParcelWriter.plaintext(toPeer), stage.self)),
                Problem.Type.IDENTITY_MISMATCH);
    }

    @Test
    void refusesParcelOfOneMemberOverTheTlsOfAnother() {
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 1));
        assertRefused(stage.post(other, peer.seal(parcel, stage.self)), Problem.Type.IDENTITY_MISMATCH);
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("XC"));
    }

    @Test
    void refusesRecordWrittenForAnotherRecipient() {
        Item.Opened letter = peer.letter(other.member, 1);
        assertRefused(send(peer.parcel(ME, List.of(letter))), Problem.Type.IDENTITY_MISMATCH);
    }

    @Test
    void refusesRecordOfAnExerciseInTheWorld() {
        HostilePeer drill = new HostilePeer("XB", Realm.exercise("storm"));
        byte[] record = drill.record(Recipient.one(ME), Lane.ORDINARY, 1, HostilePeer.LETTER, "letter 1");
        assertRefused(
                send(peer.parcel(ME, List.of(peer.logged(Lane.ORDINARY, 1, record)))), Problem.Type.IDENTITY_MISMATCH);
    }

    @Test
    void refusesItemThatNamesAnotherSequenceThanItsRecord() {
        byte[] record = peer.record(Recipient.one(ME), Lane.ORDINARY, 2, HostilePeer.LETTER, "letter 2");
        assertRefused(
                send(peer.parcel(ME, List.of(peer.logged(Lane.ORDINARY, 1, record)))), Problem.Type.IDENTITY_MISMATCH);
    }

    @Test
    void refusesCheckpointWithoutItsPostQuantumLine() {
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 1));
        SignedCheckpoint stripped = new SignedCheckpoint(
                parcel.checkpoint().checkpoint(),
                parcel.checkpoint().signatures().subList(0, 1));
        assertRefused(send(with(parcel, stripped, parcel.proof(), parcel.items())), Problem.Type.PROOF_WRONG);
    }

    @Test
    void refusesVersionThatIsNotSpoken() {
        byte[] plain = ParcelWriter.plaintext(peer.parcel(ME, peer.letters(ME, 1, 1)));
        plain[2] = 2;
        assertRefused(stage.post(peer, peer.sealPlain(plain, stage.self)), Problem.Type.VERSION);
    }

    @Test
    void refusesIndexBeyondTheTree() {
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 1));
        Item.Opened letter = (Item.Opened) parcel.items().getFirst();
        Item.Opened beyond = Item.Opened.of(Lane.ORDINARY, 1, 5, letter.opening());
        assertRefused(
                send(with(parcel, parcel.checkpoint(), parcel.proof(), List.of(beyond))), Problem.Type.PROOF_WRONG);
    }

    @Test
    void refusesPathThatIsTooLong() {
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 3).subList(0, 1));
        List<Hash> hashes = new ArrayList<>(parcel.proof().hashes());
        hashes.add(Hash.sha256(new byte[1]));
        assertRefused(
                send(with(parcel, parcel.checkpoint(), BatchProof.of(hashes), parcel.items())),
                Problem.Type.PROOF_WRONG);
    }

    @Test
    void refusesPathThatIsTooShort() {
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 3).subList(0, 1));
        List<Hash> hashes = parcel.proof().hashes();
        assertRefused(
                send(with(
                        parcel, parcel.checkpoint(), BatchProof.of(hashes.subList(1, hashes.size())), parcel.items())),
                Problem.Type.PROOF_WRONG);
    }

    @Test
    void refusesRecordThatIsNotInTheLog() {
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 1));
        byte[] record = peer.record(Recipient.one(ME), Lane.ORDINARY, 1, HostilePeer.LETTER, "another letter");
        Item.Opened swapped = Item.Opened.of(Lane.ORDINARY, 1, 0, new Opening(new byte[32], record));
        assertRefused(
                send(with(parcel, parcel.checkpoint(), parcel.proof(), List.of(swapped))), Problem.Type.PROOF_WRONG);
    }

    @Test
    void refusesParcelThatOthersCanOpenToo() {
        byte[] plain = ParcelWriter.plaintext(peer.parcel(ME, peer.letters(ME, 1, 1)));
        assertRefused(stage.post(peer, peer.sealPlain(plain, stage.self, other)), Problem.Type.PARCEL_UNREADABLE);
    }

    @Test
    void refusesParcelSealedToSomebodyElse() {
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 1));
        assertRefused(stage.post(peer, peer.seal(parcel, other)), Problem.Type.PARCEL_UNREADABLE);
    }

    @Test
    void refusesTruncatedParcel() {
        byte[] file = peer.seal(peer.parcel(ME, peer.letters(ME, 1, 1)), stage.self);
        assertRefused(stage.post(peer, Arrays.copyOf(file, file.length - 1)), Problem.Type.PARCEL_UNREADABLE);
    }

    @Test
    void refusesParcelAboveTheLimit() {
        assertRefused(stage.post(peer, new byte[Limits.PARCEL_BYTES + 1]), Problem.Type.TOO_LARGE);
    }

    @Test
    void refusesMemberWhoseRecognitionEnded() {
        receipts(send(peer.parcel(ME, peer.letters(ME, 1, 1))));
        stage.result(stage.node()
                .ledger()
                .submit(Source.NODE, turn -> stage.node().directory().withdraw(turn, peer.member, "test")));
        PeerAnswer answer = send(peer.parcel(ME, peer.letters(ME, 2, 2)));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(mailbox.letters).containsExactly("letter 1");
    }

    // Poison: whatever is in the log and next in sequence is stored and receipted

    @Test
    void receiptsMalformedRecordAndGoesOn() {
        byte[] good = peer.record(Recipient.one(ME), Lane.ORDINARY, 1, HostilePeer.LETTER, "letter 1");
        byte[] trailing = Arrays.copyOf(good, good.length + 1);
        Item bad = peer.logged(Lane.ORDINARY, 1, trailing);
        Answer answer = receipts(send(peer.parcel(ME, List.of(bad, peer.letter(ME, 2)))));
        assertThat(bodies(answer))
                .extracting(ReceivedBody::disposition)
                .containsExactly(Disposition.MALFORMED, Disposition.ACCEPTED);
        assertThat(mailbox.letters).containsExactly("letter 2");
    }

    @Test
    void receiptsUnknownKindAndGoesOn() {
        Item unknown = peer.logged(
                Lane.ORDINARY,
                1,
                peer.record(Recipient.one(ME), Lane.ORDINARY, 1, new Kind("from.the.future"), "what"));
        Answer answer = receipts(send(peer.parcel(ME, List.of(unknown, peer.letter(ME, 2)))));
        assertThat(bodies(answer))
                .extracting(ReceivedBody::disposition)
                .containsExactly(Disposition.NOT_UNDERSTOOD, Disposition.ACCEPTED);
    }

    @Test
    void receiptsUnknownCriticalKeyAndGoesOn() {
        byte[] good = peer.record(Recipient.one(ME), Lane.ORDINARY, 1, HostilePeer.LETTER, "letter 1");
        byte[] critical = Arrays.copyOf(good, good.length + 4);
        critical[0]++;
        // Key 999, which a later version might have given a meaning, with the value null.
        critical[good.length] = 0x19;
        critical[good.length + 1] = 0x03;
        critical[good.length + 2] = (byte) 0xe7;
        critical[good.length + 3] = (byte) 0xf6;
        Item item = peer.logged(Lane.ORDINARY, 1, critical);
        Answer answer = receipts(send(peer.parcel(ME, List.of(item, peer.letter(ME, 2)))));
        assertThat(bodies(answer).getFirst().code()).contains("key-999");
        assertThat(mailbox.letters).containsExactly("letter 2");
    }

    @Test
    void receiptsBodyThatItsCapabilityRefuses() {
        Item bad = peer.logged(
                Lane.ORDINARY, 1, peer.record(Recipient.one(ME), Lane.ORDINARY, 1, HostilePeer.LETTER, "bad letter"));
        Answer answer = receipts(send(peer.parcel(ME, List.of(bad, peer.letter(ME, 2)))));
        assertThat(bodies(answer))
                .extracting(ReceivedBody::disposition)
                .containsExactly(Disposition.MALFORMED, Disposition.ACCEPTED);
    }

    @Test
    void setsAsideMessageWhoseHandlerThrowsAndUndoesWhatItDid() {
        mailbox.failing.add("letter 1");
        Answer answer = receipts(send(peer.parcel(ME, peer.letters(ME, 1, 2))));
        assertThat(bodies(answer))
                .extracting(ReceivedBody::disposition)
                .containsExactly(Disposition.DEFERRED, Disposition.ACCEPTED);
        assertThat(mailbox.letters).containsExactly("letter 2");
        assertThat(stage.count("SELECT count(*) FROM exchange_public"))
                .as("what the handler wrote before it failed")
                .isZero();
    }

    @Test
    void setsAsideMessageThatKilledTheProcessThrice() {
        mailbox.killing.add("letter 2");
        Parcel parcel = peer.parcel(ME, peer.letters(ME, 1, 3));
        for (int attempt = 0; attempt < 1 + InboxWriter.MOST_ATTEMPTS; attempt++) {
            Parcel again = with(parcel, attempt);
            assertThatThrownBy(() -> send(again)).isInstanceOf(Mailbox.Killed.class);
            stage.killAndRestart();
        }
        receipts(send(with(parcel, 10)));
        assertThat(stage.disposition(peer, 1, 1)).contains("accepted");
        assertThat(stage.disposition(peer, 1, 2)).contains("deferred");
        assertThat(stage.disposition(peer, 1, 3)).contains("accepted");
        assertThat(mailbox.kills).as("times that the process was killed").isEqualTo(4);
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("set aside"));
    }

    /** Handled one by one, the messages of two parcels could be committed out of their order, and a death would leave a gap. */
    @Test
    void leavesNoGapWhenTheProcessDiesBetweenTwoParcels() {
        stage.killAndRestart();
        mailbox.killing.add("letter 2");
        Parcel first = peer.parcel(ME, peer.letters(ME, 1, 2));
        Parcel second =
                inChain(peer.parcel(ME, peer.letters(ME, 3, 3)), first.chain().id(), 1);
        byte[] one = peer.seal(first, stage.self);
        byte[] two = peer.seal(second, stage.self);
        assertThatThrownBy(() -> stage.callTogether(
                        peer, PeerCall.post(Courier.PARCELS, one), PeerCall.post(Courier.PARCELS, two)))
                .isInstanceOf(Mailbox.Killed.class);
        stage.killAndRestart();
        assertThat(stage.disposition(peer, 1, 1)).contains("accepted");
        assertThat(stage.disposition(peer, 1, 3)).as("a message beyond the gap").isEmpty();
        assertThat(stage.hello(peer).next()).containsEntry(Lane.ORDINARY, 2L);
    }

    @Test
    void takesWithheldItemAsItsNumberAndGoesOn() {
        Item.Opened erased = peer.letter(ME, 1);
        Item withheld = new Item.Withheld(Lane.ORDINARY, 1, erased.index(), erased.entry(), "erased before delivery");
        Answer answer = receipts(send(peer.parcel(ME, List.of(withheld, peer.letter(ME, 2)))));
        assertThat(bodies(answer))
                .extracting(ReceivedBody::disposition)
                .containsExactly(Disposition.WITHHELD, Disposition.ACCEPTED);
    }

    @Test
    void receiptsFourOfTenWhenTheFifthIsMissingAndTakesTheRestLater() {
        List<Item> ten = peer.letters(ME, 1, 10);
        List<Item> withoutFive = new ArrayList<>(ten);
        withoutFive.remove(4);
        Answer first = receipts(send(peer.parcel(ME, withoutFive)));
        assertThat(bodies(first)).extracting(ReceivedBody::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(first.stopped()).hasValueSatisfying(stop -> {
            assertThat(stop.sequence()).isEqualTo(6);
            assertThat(stop.problem()).isEqualTo(Problem.Type.SEQUENCE_GAP);
        });
        assertThat(first.next()).containsEntry(Lane.ORDINARY, 5L);

        Answer second = receipts(send(peer.parcel(ME, ten.subList(4, 10))));
        assertThat(second.stopped()).isEmpty();
        assertThat(mailbox.letters).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void gapInOneLaneDoesNotHoldUpAnother() {
        Item urgent = peer.logged(
                Lane.URGENT, 2, peer.record(Recipient.one(ME), Lane.URGENT, 2, HostilePeer.LETTER, "urgent 2"));
        Answer answer = receipts(send(peer.parcel(ME, List.of(urgent, peer.letter(ME, 1)))));
        assertThat(mailbox.letters).containsExactly("letter 1");
        assertThat(answer.stopped())
                .hasValueSatisfying(stop -> assertThat(stop.lane()).isEqualTo(Lane.URGENT));
    }

    // Sequence

    @Test
    void refusesOtherMessageUnderAKnownNumber() {
        receipts(send(peer.parcel(ME, peer.letters(ME, 1, 1))));
        Item.Opened second = peer.logged(
                Lane.ORDINARY, 1, peer.record(Recipient.one(ME), Lane.ORDINARY, 1, HostilePeer.LETTER, "another"));
        Answer answer = receipts(send(peer.parcel(ME, List.of(second))));
        assertThat(answer.receipts()).isEmpty();
        assertThat(answer.stopped())
                .hasValueSatisfying(stop -> assertThat(stop.problem()).isEqualTo(Problem.Type.SEQUENCE_CONFLICT));
        assertThat(mailbox.letters).containsExactly("letter 1");
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("sequence-conflict"));
    }

    @Test
    void givesTheFirstReceiptAgainWhenTheAnswerWasLost() {
        List<Item> letters = peer.letters(ME, 1, 2);
        Answer lost = receipts(send(peer.parcel(ME, letters)));
        Answer again = receipts(send(peer.parcel(ME, letters)));
        assertThat(again.receipts()).isEqualTo(lost.receipts());
        assertThat(mailbox.letters).containsExactly("letter 1", "letter 2");
    }

    @Test
    void doesNothingWithAReplayedParcel() {
        byte[] file = peer.seal(peer.parcel(ME, peer.letters(ME, 1, 2)), stage.self);
        receipts(stage.post(peer, file));
        PeerAnswer replay = stage.post(peer, file);
        assertThat(Problem.slugOf(replay)).contains(Problem.Type.HEAD_UNKNOWN);
        assertThat(mailbox.letters).containsExactly("letter 1", "letter 2");
    }

    @Test
    void doesNothingWithAnOldParcelReplayedAfterARestart() {
        byte[] file = peer.seal(peer.parcel(ME, peer.letters(ME, 1, 2)), stage.self);
        receipts(stage.post(peer, file));
        receipts(send(peer.parcel(ME, peer.letters(ME, 3, 3))));
        stage.killAndRestart();
        PeerAnswer replay = stage.post(peer, file);
        assertThat(Problem.slugOf(replay)).contains(Problem.Type.HEAD_NEWER);
        assertThat(mailbox.letters).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void stopsAtMessagesWhoseOrderInTheLogContradictsTheirNumbers() {
        Item.Opened second = peer.letter(ME, 2);
        Item.Opened first = peer.letter(ME, 1);
        Answer answer = receipts(send(peer.parcel(ME, List.of(first, second))));
        assertThat(answer.stopped())
                .hasValueSatisfying(stop -> assertThat(stop.problem()).isEqualTo(Problem.Type.PROOF_WRONG));
        assertThat(mailbox.letters).containsExactly("letter 1");
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("proof-wrong"));
    }

    @Test
    void refusesAHeadWhoseProofDoesNotLeadFromTheHeldOne() {
        receipts(send(peer.parcel(ME, peer.letters(ME, 1, 3))));
        Parcel honest = peer.parcel(ME, peer.letters(ME, 4, 6));
        for (ConsistencyProof wrong : List.of(
                ConsistencyProof.NONE,
                ConsistencyProof.of(
                        Collections.nCopies(honest.consistency().hashes().size(), Hash.EMPTY_ROOT)))) {
            Parcel parcel = new Parcel(
                    honest.realm(),
                    honest.origin(),
                    honest.recipient(),
                    honest.sentMs(),
                    honest.checkpoint(),
                    honest.heldSize(),
                    wrong,
                    honest.proof(),
                    honest.items(),
                    honest.foreignHeads(),
                    new Chain(wrong.hashes().size() + 77L, 0, 0));
            PeerAnswer answer = stage.post(peer, peer.seal(parcel, stage.self));
            assertThat(Problem.slugOf(answer)).contains(Problem.Type.PROOF_WRONG);
        }
        assertThat(mailbox.letters).hasSize(3);
        assertThat(stage.hello(peer).next()).containsEntry(Lane.ORDINARY, 4L);
    }

    @Test
    void findsTwoHistoriesOfOneLog() {
        receipts(send(peer.parcel(ME, peer.letters(ME, 1, 1))));
        peer.log = new org.comity.tlog.MemoryTiles();
        Item.Opened other = peer.logged(
                Lane.ORDINARY, 2, peer.record(Recipient.one(ME), Lane.ORDINARY, 2, HostilePeer.LETTER, "forked"));
        peer.nodeHolds = 1;
        PeerAnswer answer = send(peer.parcel(ME, List.of(other)));
        assertThat(Problem.slugOf(answer)).contains(Problem.Type.LOG_FORKED);
        assertThat(mailbox.letters).containsExactly("letter 1");
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("root"));
    }

    @Test
    void tellsInTheHelloOnlyWhatTheCallerSigned() {
        assertThat(stage.hello(peer).held()).isEmpty();
        receipts(send(peer.parcel(ME, peer.letters(ME, 1, 1))));
        Hello hello = stage.hello(peer);
        assertThat(hello.held())
                .hasValueSatisfying(
                        note -> assertThat(note).isEqualTo(peer.checkpoint().encode()));
        assertThat(hello.next()).containsEntry(Lane.ORDINARY, 2L);
        assertThat(stage.hello(other).held()).isEmpty();
    }

    private static Parcel with(
            Parcel parcel, SignedCheckpoint checkpoint, BatchProof proof, List<? extends Item> items) {
        return new Parcel(
                parcel.realm(),
                parcel.origin(),
                parcel.recipient(),
                parcel.sentMs(),
                checkpoint,
                parcel.heldSize(),
                parcel.consistency(),
                proof,
                List.copyOf(items),
                parcel.foreignHeads(),
                parcel.chain());
    }

    private static Parcel inChain(Parcel parcel, long id, long number) {
        return new Parcel(
                parcel.realm(),
                parcel.origin(),
                parcel.recipient(),
                parcel.sentMs(),
                parcel.checkpoint(),
                parcel.heldSize(),
                parcel.consistency(),
                parcel.proof(),
                parcel.items(),
                parcel.foreignHeads(),
                new Chain(id, number, 0));
    }

    /** The same parcel in a chain of its own, from the head that the node holds by now. */
    private Parcel with(Parcel parcel, int attempt) {
        Optional<byte[]> held = stage.hello(peer).held();
        long size = held.isPresent()
                ? SignedCheckpoint.parse(held.get()).checkpoint().head().size()
                : 0;
        return new Parcel(
                parcel.realm(),
                parcel.origin(),
                parcel.recipient(),
                parcel.sentMs(),
                parcel.checkpoint(),
                size,
                peer.log.tree(parcel.checkpoint().checkpoint().head().size()).consistency(size),
                parcel.proof(),
                parcel.items(),
                parcel.foreignHeads(),
                new Chain(1_000 + attempt, 0, 0));
    }
}
