package org.comity.node.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.bundle.Anchors;
import org.comity.node.bundle.ForkFile;
import org.comity.node.bundle.LooseVerifier;
import org.comity.node.bundle.Verdict;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.MemoryTiles;
import org.comity.tlog.SignedCheckpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes tell each other of third logs, and what comes of it. */
class HeadsTest {

    private final Stage stage = new Stage();
    private final HostilePeer teller = new HostilePeer("XB", Realm.WORLD);
    private final HostilePeer owner = new HostilePeer("XF", Realm.WORLD);

    @BeforeEach
    void recognise() {
        stage.admit(teller);
        stage.admit(owner);
    }

    /** A letter of the owner arrives; the node then holds its head. */
    private void deliver(Stage to, HostilePeer from, int letters) {
        List<Item> items = new ArrayList<>();
        long first = from.log.head().size() + 1;
        for (long sequence = first; sequence < first + letters; sequence++) {
            items.add(from.letter(to.self.member, sequence));
        }
        assertThat(to.post(from, from.seal(from.parcel(to.self.member, items), to.self))
                        .status())
                .isEqualTo(200);
    }

    /** The teller's parcel without messages, with these heads. */
    private PeerAnswer tell(SignedCheckpoint... heads) {
        List<byte[]> notes = new ArrayList<>();
        for (SignedCheckpoint head : heads) {
            notes.add(head.encode());
        }
        return stage.post(
                teller, teller.seal(teller.parcel(stage.self.member, List.of()).withForeignHeads(notes), stage.self));
    }

    private static MemoryTiles story(HostilePeer of, Stage to, String text, int leaves) {
        MemoryTiles honest = of.log;
        of.log = new MemoryTiles();
        for (long sequence = 1; sequence <= leaves; sequence++) {
            of.logged(
                    Lane.ORDINARY,
                    sequence,
                    of.record(
                            Recipient.one(to.self.member),
                            Lane.ORDINARY,
                            sequence,
                            HostilePeer.LETTER,
                            text + sequence));
        }
        MemoryTiles told = of.log;
        of.log = honest;
        return told;
    }

    private static String ask(long from, long to) {
        return StrandTies.PREFIX + "?from=" + from + "&to=" + to;
    }

    private static PeerAnswer proof(ConsistencyProof proof) {
        CborWriter out = new CborWriter();
        ItemCodec.write(out, proof);
        return PeerAnswer.of(200, "application/cbor", out.toBytes());
    }

    private long unproven() {
        return stage.count("SELECT count(*) FROM exchange_unproven");
    }

    private Optional<Fork> fork() {
        stage.run();
        return stage.exchange().contradictions().fork(owner.origin());
    }

    @Test
    void otherRootOfAHeldSizeConvictsTheLog() {
        deliver(stage, owner, 3);
        MemoryTiles other = story(owner, stage, "another story ", 3);
        assertThat(tell(owner.checkpoint(other.head())).status()).isEqualTo(200);
        Fork fork = fork().orElseThrow();
        assertThat(fork.evidence()).isInstanceOf(ForkEvidence.SplitView.class);
        fork.evidence().verify(owner.card.node().policy());
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("signed two histories"));
    }

    @Test
    void aHeadThatItsOwnerDidNotSignConvictsNobody() {
        deliver(stage, owner, 3);
        MemoryTiles other = story(owner, stage, "another story ", 3);
        SignedCheckpoint forged = new SignedCheckpoint(
                org.comity.tlog.Checkpoint.of(owner.origin(), other.head()),
                owner.checkpoint().signatures());
        tell(forged);
        assertThat(fork()).isEmpty();
        assertThat(stage.calls(ask(3, 3))).isFalse();
    }

    @Test
    void aHeadWithoutItsPostQuantumLineConvictsNobody() {
        deliver(stage, owner, 3);
        SignedCheckpoint other =
                owner.checkpoint(story(owner, stage, "another story ", 3).head());
        tell(new SignedCheckpoint(other.checkpoint(), other.signatures().subList(0, 1)));
        assertThat(fork()).isEmpty();
    }

    @Test
    void headsOfUnknownMembersAreIgnored() {
        HostilePeer stranger = new HostilePeer("XZ", Realm.WORLD);
        stranger.letters(stage.self.member, 1, 2);
        assertThat(tell(stranger.checkpoint()).status()).isEqualTo(200);
        stage.run();
        assertThat(unproven()).isZero();
        assertThat(stage.calls(ask(0, 2))).isFalse();
    }

    @Test
    void unreadableHeadsAreIgnored() {
        Parcel parcel = teller.parcel(stage.self.member, List.of())
                .withForeignHeads(List.of("no note".getBytes(StandardCharsets.UTF_8)));
        assertThat(stage.post(teller, teller.seal(parcel, stage.self)).status()).isEqualTo(200);
    }

    @Test
    void aLargerHeadIsProvenByItsOwner() {
        deliver(stage, owner, 3);
        owner.letters(teller.member, 1, 4);
        tell(owner.checkpoint());
        stage.nextCall(ask(3, 7)).answer(proof(owner.log.tree(7).consistency(3)));
        stage.run();
        assertThat(fork()).isEmpty();
        assertThat(unproven()).isZero();
        tell(owner.checkpoint());
        assertThat(stage.calls(ask(3, 7))).as("asked again for what is proven").isFalse();
    }

    @Test
    void aSmallerHeadIsProvenByItsOwnerToo() {
        deliver(stage, owner, 5);
        tell(owner.checkpoint(owner.log.tree(3).head()));
        stage.nextCall(ask(3, 5)).answer(proof(owner.log.tree(5).consistency(3)));
        stage.run();
        assertThat(fork()).isEmpty();
        assertThat(unproven()).isZero();
    }

    @Test
    void aProofFromAnotherHistoryConvictsTheOwner() {
        deliver(stage, owner, 3);
        MemoryTiles other = story(owner, stage, "another story ", 7);
        tell(owner.checkpoint(other.head()));
        stage.nextCall(ask(3, 7)).answer(proof(other.tree(7).consistency(3)));
        Fork fork = fork().orElseThrow();
        assertThat(fork.evidence()).isInstanceOf(ForkEvidence.Rewritten.class);
        fork.evidence().verify(owner.card.node().policy());
    }

    @Test
    void anOwnerWithoutAProofIsUnprovenAfterADayAndConvictedOfNothing() {
        deliver(stage, owner, 4);
        MemoryTiles other = story(owner, stage, "another story ", 7);
        tell(owner.checkpoint(other.head()));
        stage.nextCall(ask(4, 7)).lose();
        stage.run();
        assertThat(unproven()).isEqualTo(1);
        assertThat(stage.alarms()).noneMatch(alarm -> alarm.contains("unproven"));
        stage.killAndRestart();
        for (int hour = 0; hour < 26; hour++) {
            stage.pass(Duration.ofHours(1));
            stage.loseCalls();
        }
        assertThat(stage.alarms()).anyMatch(alarm -> alarm.contains("unproven for a day"));
        assertThat(fork()).isEmpty();
        assertThat(stage.exchange().contradictions().unproven()).singleElement().satisfies(head -> {
            assertThat(head.member()).isEqualTo(owner.member);
            assertThat(head.via()).isEqualTo(teller.member);
            assertThat(head.head().size()).isEqualTo(7);
        });
    }

    @Test
    void anOwnerIsAskedSeldomHoweverMuchIsTold() {
        deliver(stage, owner, 2);
        owner.letters(teller.member, 1, 20);
        for (int size = 5; size < 15; size++) {
            tell(owner.checkpoint(owner.log.tree(size).head()));
        }
        stage.run();
        assertThat(stage.outgoing.stream()
                        .filter(call -> call.call().path().startsWith(StrandTies.PREFIX))
                        .filter(call -> call.to().equals(owner.card.node().address())))
                .hasSize(1);
    }

    @Test
    void everythingOfAConvictedLogIsRefusedWithTheEvidenceAndOthersGoOn() {
        deliver(stage, owner, 3);
        tell(owner.checkpoint(story(owner, stage, "another story ", 3).head()));
        assertThat(fork()).isPresent();
        stage.killAndRestart();
        PeerAnswer refused = stage.post(
                owner, owner.seal(owner.parcel(stage.self.member, owner.letters(stage.self.member, 4, 4)), stage.self));
        assertThat(Problem.slugOf(refused)).contains(Problem.Type.LOG_FORKED);
        assertThat(Problem.notesIn(refused)).hasSize(2);
        assertThat(Problem.slugOf(stage.call(owner, PeerCall.get(HeadRounds.PATH))))
                .contains(Problem.Type.LOG_FORKED);
        assertThat(stage.call(owner, PeerCall.get(Hello.PATH)).status())
                .as("what is held of it stays answered")
                .isEqualTo(200);
        deliver(stage, teller, 1);
    }

    @Test
    void nothingIsSentToAConvictedLog() {
        deliver(stage, owner, 3);
        tell(owner.checkpoint(story(owner, stage, "another story ", 3).head()));
        assertThat(fork()).isPresent();
        write(stage, owner);
        assertThat(stage.callsTo(owner, Hello.PATH)).isFalse();
        assertThat(stage.exchange().link(owner.member).orElseThrow()).isInstanceOf(LinkState.Suspended.class);
    }

    private static void write(Stage from, HostilePeer to) {
        Draft draft = Draft.of(
                HostilePeer.LETTER,
                Recipient.one(to.member),
                Lane.ORDINARY,
                "text/plain",
                "a letter".getBytes(StandardCharsets.UTF_8));
        from.result(
                from.node().ledger().submit(Source.NODE, turn -> from.exchange().send(turn, draft)));
    }

    @Test
    void anotherLogOfAConvictedMemberIsTakenAfterANewRecognition() {
        deliver(stage, owner, 3);
        tell(owner.checkpoint(story(owner, stage, "another story ", 3).head()));
        assertThat(fork()).isPresent();
        HostilePeer renewed = new HostilePeer("XF", Realm.WORLD, "second");
        assertThat(renewed.origin()).isNotEqualTo(owner.origin());
        stage.admit(renewed);
        Item.Opened next = renewed.letter(stage.self.member, 1);
        PeerAnswer answer =
                stage.post(renewed, renewed.seal(renewed.parcel(stage.self.member, List.of(next)), stage.self));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Answer.decode(answer.body()).receipts()).hasSize(1);
        write(stage, renewed);
        assertThat(stage.exchange().link(renewed.member))
                .as("the node asks the other log's node what it holds")
                .containsInstanceOf(LinkState.Asking.class);
        assertThat(stage.exchange().contradictions().fork(owner.origin()))
                .as("stays convicted")
                .isPresent();
    }

    @Test
    void evidenceOfAPeerIsVerifiedAndConvicts() {
        MemoryTiles one = story(owner, stage, "one story ", 3);
        MemoryTiles two = story(owner, stage, "another story ", 3);
        ForkEvidence evidence = new ForkEvidence.SplitView(owner.checkpoint(one.head()), owner.checkpoint(two.head()));
        assertThat(publish(evidence.encode())).isEqualTo(Disposition.ACCEPTED.word());
        assertThat(fork().orElseThrow().evidence()).isEqualTo(evidence);
    }

    @Test
    void evidenceThatTheLogDidNotSignIsMalformedAndConvictsNobody() {
        MemoryTiles one = story(owner, stage, "one story ", 3);
        MemoryTiles two = story(owner, stage, "another story ", 3);
        SignedCheckpoint forged = new SignedCheckpoint(
                org.comity.tlog.Checkpoint.of(owner.origin(), two.head()),
                owner.checkpoint(one.head()).signatures());
        ForkEvidence evidence = new ForkEvidence.SplitView(owner.checkpoint(one.head()), forged);
        assertThat(publish(evidence.encode())).isEqualTo(Disposition.MALFORMED.word());
        assertThat(fork()).isEmpty();
    }

    /** The teller states something in its public stream. */
    private String publish(byte[] body) {
        Draft draft = Draft.of(ForkBook.KIND, Recipient.everyone(), Lane.PUBLIC, "text/plain", body);
        Item.Opened item = teller.logged(
                Lane.PUBLIC,
                1,
                org.comity.node.record.Act.encode(
                        draft,
                        new org.comity.node.record.Stamp(
                                Realm.WORLD, teller.member, teller.origin(), 1, HostilePeer.ISSUED.toEpochMilli())));
        stage.post(teller, teller.seal(teller.parcel(stage.self.member, List.of(item)), stage.self));
        return stage.disposition(teller, Lane.PUBLIC.number(), 1).orElseThrow();
    }

    /** The node's next parcel to the teller, which is answered as it should be. */
    private Parcel nextParcel() {
        Stage.Outgoing call = stage.nextCall(Courier.PARCELS);
        Parcel parcel = teller.open(call.call().body());
        long base = teller.log.head().size();
        call.answer(teller.receipts(
                stage.self.member,
                answered,
                parcel.items().stream()
                        .map(item -> teller.receiptBody(parcel, item, item.entry()))
                        .toList()));
        answered = base + parcel.items().size();
        stage.run();
        return parcel;
    }

    private long answered;

    private static int padded(Parcel parcel) {
        return ParcelWriter.rung(ParcelWriter.plaintext(parcel).length);
    }

    @Test
    void aParcelTellsOfThirdLogsAndGrowsForThemOnceAMinute() {
        deliver(stage, owner, 3);
        write(stage, teller);
        stage.nextCall(Hello.PATH).answer(teller.helloNothing());
        Parcel first = nextParcel();
        assertThat(first.foreignHeads())
                .singleElement()
                .satisfies(note -> assertThat(SignedCheckpoint.parse(note)).isEqualTo(owner.checkpoint()));
        assertThat(padded(first)).isEqualTo(16 << 10);
        HostilePeer third = new HostilePeer("XG", Realm.WORLD);
        stage.admit(third);
        deliver(stage, third, 1);
        write(stage, teller);
        Parcel second = nextParcel();
        assertThat(second.foreignHeads()).as("no room in the padding").isEmpty();
        assertThat(padded(second)).isEqualTo(4 << 10);
        stage.pass(Duration.ofMinutes(2));
        write(stage, teller);
        assertThat(nextParcel().foreignHeads())
                .singleElement()
                .satisfies(note -> assertThat(SignedCheckpoint.parse(note)).isEqualTo(third.checkpoint()));
    }

    @Test
    void aParcelWithRoomInItsPaddingTellsWithoutGrowing() {
        deliver(stage, owner, 3);
        Parcel bare = teller.parcel(stage.self.member, teller.letters(stage.self.member, 1, 20));
        byte[] head = owner.checkpoint().encode();
        Parcel filled = ParcelWriter.withHeads(bare, List.of(head, head, head, head, head, head), false);
        assertThat(filled.foreignHeads()).isNotEmpty().hasSizeLessThan(6);
        assertThat(padded(filled)).isEqualTo(padded(bare));
    }

    /** Forty parcels within forty seconds, among members whose logs grow all the time. */
    @Test
    void tellingCostsABusyLinkLittle() {
        Stage one = new Stage("XC");
        Stage two = new Stage("XD");
        one.admit(two.self);
        two.admit(one.self);
        List<HostilePeer> others =
                List.of(owner, teller, new HostilePeer("XG", Realm.WORLD), new HostilePeer("XH", Realm.WORLD));
        others.forEach(one::admit);
        others.forEach(two::admit);
        Stage.Traffic all = Stage.Traffic.NONE;
        for (int letter = 1; letter <= 40; letter++) {
            for (HostilePeer other : others) {
                Item.Opened item = other.letter(one.self.member, letter);
                one.post(other, other.seal(other.parcel(one.self.member, List.of(item)), one.self));
            }
            write(one, two.self);
            all = all.plus(one.exchanged(two));
            one.pass(Duration.ofSeconds(1));
            two.pass(Duration.ofSeconds(1));
        }
        assertThat(all.heads()).as("heads told").isGreaterThanOrEqualTo(4);
        assertThat(all.forHeads()).as("bytes for heads, of %d", all.bytes()).isLessThan(all.bytes() / 10);
    }

    @Test
    void whatHasNotChangedIsNotToldAgain() {
        deliver(stage, owner, 3);
        byte[] first = owner.checkpoint().encode();
        Answer one = Answer.decode(tell().body());
        assertThat(one.foreignHeads()).containsExactly(first);
        stage.pass(Duration.ofMinutes(5));
        assertThat(Answer.decode(tell().body()).foreignHeads()).isEmpty();
        deliver(stage, owner, 1);
        assertThat(Answer.decode(tell().body()).foreignHeads())
                .singleElement()
                .satisfies(note -> assertThat(SignedCheckpoint.parse(note)).isEqualTo(owner.checkpoint()));
    }

    @Test
    void eachLogHasItsTurnHoweverManyThereAre() {
        List<HostilePeer> others = new ArrayList<>(List.of(owner));
        deliver(stage, owner, 1);
        for (String code : List.of("XG", "XH", "XI", "XJ")) {
            HostilePeer other = new HostilePeer(code, Realm.WORLD);
            stage.admit(other);
            deliver(stage, other, 1);
            others.add(other);
        }
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stage.pass(Duration.ofSeconds(11));
            Answer.decode(tell().body())
                    .foreignHeads()
                    .forEach(note ->
                            told.add(SignedCheckpoint.parse(note).checkpoint().origin()));
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(HostilePeer::origin).toList());
    }

    @Test
    void headsAreListedToWhoAsksWithWhatIsHeldOfItself() throws Exception {
        deliver(stage, owner, 3);
        deliver(stage, teller, 2);
        PeerAnswer answer = stage.call(teller, PeerCall.get(HeadRounds.PATH));
        CborReader in = new CborReader(answer.body());
        assertThat(ItemCodec.readHeads(in))
                .containsExactly(
                        teller.checkpoint().encode(), owner.checkpoint().encode());
        in.end();
    }

    @Test
    void peersAreAskedEveryHourForTheHeadsTheyHold() {
        deliver(stage, owner, 3);
        SignedCheckpoint other =
                owner.checkpoint(story(owner, stage, "another story ", 3).head());
        CborWriter out = new CborWriter();
        ItemCodec.writeHeads(out, List.of(other.encode()));
        stage.pass(Duration.ofMinutes(91));
        Stage.Outgoing call = stage.outgoing.stream()
                .filter(one -> one.call().path().equals(HeadRounds.PATH))
                .filter(one -> one.to().equals(teller.card.node().address()))
                .findFirst()
                .orElseThrow();
        call.answer(PeerAnswer.of(200, "application/cbor", out.toBytes()));
        assertThat(fork()).isPresent();
    }

    @Test
    void forkToTwoPeers(@TempDir Path folder) throws IOException {
        Stage one = new Stage("XC");
        Stage two = new Stage("XD");
        HostilePeer forker = new HostilePeer("XF", Realm.WORLD);
        for (Stage victim : List.of(one, two)) {
            victim.admit(forker);
        }
        one.admit(two.self);
        two.admit(one.self);
        deliver(one, forker, 1);
        forker.log = new MemoryTiles();
        forker.nodeHolds = 0;
        deliver(two, forker, 1);
        assertThat(one.exchange().contradictions().fork(forker.origin())).isEmpty();
        assertThat(two.exchange().contradictions().fork(forker.origin())).isEmpty();
        write(one, two.self);
        Stage.talk(one, two);
        for (Stage victim : List.of(one, two)) {
            Fork fork = victim.exchange().contradictions().fork(forker.origin()).orElseThrow();
            Path file = Files.write(
                    folder.resolve("fork-at-" + victim.self.member), ForkFile.encode(forker.card, fork.evidence()));
            String anchor = String.join(" ", forker.card.fingerprint().words());
            assertThat(LooseVerifier.verify(file, Anchors.identity(anchor))).isInstanceOf(Verdict.Anchored.class);
        }
        write(two, one.self);
        Stage.talk(one, two);
        assertThat(one.count("SELECT count(*) FROM exchange_inbox WHERE kind = 'test.letter' AND peer = 'XD'"))
                .as("the two victims go on with each other")
                .isEqualTo(1);
    }

    @Test
    void ownSignatureInAHelloFreezes() {
        Stage robbed = new Stage("XC");
        robbed.admit(teller);
        write(robbed, teller);
        robbed.nextCall(Hello.PATH).answer(teller.helloNothing());
        robbed.nextCall(Courier.PARCELS).lose();
        // The thief signs another history with the stolen key and shows it to the peer, which says so in good faith.
        MemoryTiles stolen = story(robbed.self, stage, "by the thief ", 40);
        SignedCheckpoint forged = robbed.self.checkpoint(stolen.head());
        assertThat(robbed.node().ledger().frozen()).isEmpty();
        robbed.nextCall(Hello.PATH).answer(teller.hello(Optional.of(forged.encode()), new TreeMap<>()));
        robbed.run();
        assertThat(robbed.node().ledger().frozen())
                .hasValueSatisfying(why -> assertThat(why).contains("the log key signs elsewhere"));
        assertThat(robbed.count("SELECT count(*) FROM exchange_own_sighting WHERE size = 40"))
                .isEqualTo(1);
        assertThat(robbed.alarms()).anyMatch(alarm -> alarm.contains("the log key signs elsewhere"));
    }

    @Test
    void ownNameToldByAThirdMemberFreezesToo() {
        tell(stage.self.checkpoint(story(stage.self, stage, "by the thief ", 90).head()));
        stage.run();
        assertThat(stage.node().ledger().frozen()).isPresent();
    }

    @Test
    void aBareClaimNeverFreezes() {
        MemoryTiles invented = story(stage.self, stage, "invented ", 90);
        SignedCheckpoint unsigned = new SignedCheckpoint(
                org.comity.tlog.Checkpoint.of(stage.self.origin(), invented.head()),
                stage.self.checkpoint().signatures());
        tell(unsigned);
        write(stage, teller);
        stage.nextCall(Hello.PATH).answer(teller.hello(Optional.of(unsigned.encode()), new TreeMap<>()));
        stage.run();
        assertThat(stage.node().ledger().frozen()).isEmpty();
    }

    @Test
    void ownHeadInARefusalFreezes() {
        write(stage, teller);
        stage.nextCall(Hello.PATH).answer(teller.helloNothing());
        SignedCheckpoint forged = stage.self.checkpoint(
                story(stage.self, stage, "by the thief ", 90).head());
        stage.nextCall(Courier.PARCELS)
                .answer(Problem.of(Problem.Type.HEAD_UNKNOWN, "another chain")
                        .withHeld(forged.encode())
                        .toAnswer());
        stage.run();
        assertThat(stage.node().ledger().frozen()).isPresent();
    }
}
