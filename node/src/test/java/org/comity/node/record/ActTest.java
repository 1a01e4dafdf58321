package org.comity.node.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comity.node.record.SampleRecords.BRAZIL;
import static org.comity.node.record.SampleRecords.HASH;
import static org.comity.node.record.SampleRecords.KIND;
import static org.comity.node.record.SampleRecords.OTHER;
import static org.comity.node.record.SampleRecords.STAMP;
import static org.comity.node.record.SampleRecords.VIETNAM;
import static org.comity.node.record.SampleRecords.annex;
import static org.comity.node.record.SampleRecords.approval;
import static org.comity.node.record.SampleRecords.ascii;
import static org.comity.node.record.SampleRecords.full;
import static org.comity.node.record.SampleRecords.plain;
import static org.comity.node.record.SampleRecords.translation;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActTest {
    /** A record as raw values by key, to be bent and written again. */
    private static NavigableMap<Long, byte[]> fields(Draft draft) {
        CborReader in = new CborReader(Act.encode(draft, STAMP));
        TreeMap<Long, byte[]> fields = new TreeMap<>();
        for (int pairs = in.map(); pairs > 0; pairs--) {
            fields.put(in.key(), in.rawItem());
        }
        return fields;
    }

    private static byte[] record(Map<Long, byte[]> fields) {
        CborWriter out = new CborWriter();
        out.map(fields.size());
        fields.forEach((key, value) -> out.uint(key).raw(value));
        return out.toBytes();
    }

    private static byte[] with(long key, UnaryOperator<CborWriter> value) {
        NavigableMap<Long, byte[]> fields = fields(full());
        fields.put(key, value.apply(new CborWriter()).toBytes());
        return record(fields);
    }

    private static void refuses(byte[] record, String message) {
        assertThatThrownBy(() -> Act.parse(record))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsBackAllThatWasWritten() {
        byte[] record = Act.encode(full(), STAMP);
        Act act = Act.parse(record);
        assertThat(act.bytes()).isEqualTo(record);
        assertThat(act.stamp()).isEqualTo(STAMP);
        assertThat(act.realm()).isEqualTo(Realm.WORLD);
        assertThat(act.kind()).isEqualTo(KIND);
        assertThat(act.sender()).isEqualTo(BRAZIL);
        assertThat(act.origin()).isEqualTo("node.br.example/log/g1");
        assertThat(act.recipient()).isEqualTo(Recipient.one(VIETNAM));
        assertThat(act.lane()).isEqualTo(Lane.ORDINARY);
        assertThat(act.sequence()).isEqualTo(7);
        assertThat(act.timeMs()).isEqualTo(1_700_000_000_000L);
        assertThat(act.rulebook()).contains(OTHER);
        assertThat(act.mediaType()).isEqualTo("application/json");
        assertThat(act.body()).isEqualTo(ascii("{}"));
        assertThat(act.refs()).containsExactly(new Ref("replies-to", "node.vn.example/log/g2", 9, HASH));
        assertThat(act.expiryMs()).hasValue(1_800_000_000_000L);
        assertThat(act.from()).hasToString("BR/justice");
        assertThat(act.toAuthority()).contains(new AuthorityId("csirt"));
        assertThat(act.approvals()).containsExactly(approval());
        assertThat(act.annexes()).containsExactly(annex(), translation());
        assertThat(act.ownReference()).contains("2026/17");
        assertThat(act.foreignReferences()).containsExactly("VN-88", "VN-89");
        assertThat(act.urgency()).isEqualTo(Urgency.EMERGENCY);
        assertThat(act.unknownCritical()).isEmpty();
    }

    @Test
    void anActMadeFromADraftIsTheOneThatIsReadBack() {
        for (Draft draft : List.of(
                SampleRecords.plain(),
                SampleRecords.plain().withAnnex(SampleRecords.annex()).withOwnReference("ref 1"))) {
            Act made = Act.of(draft, SampleRecords.STAMP);
            Act read = Act.parse(made.bytes());
            assertThat(made).isEqualTo(read);
            assertThat(made.stamp()).isEqualTo(read.stamp());
            assertThat(made.body()).isEqualTo(read.body());
            assertThat(made.annexes()).isEqualTo(read.annexes());
            assertThat(made.refs()).isEqualTo(read.refs());
            assertThat(made.unknownCritical()).isEqualTo(read.unknownCritical());
            assertThat(made.ownReference()).isEqualTo(read.ownReference());
        }
    }

    @Test
    void leavesOutWhatIsAbsentOrDefault() {
        assertThat(fields(plain()).keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 15L);
        Act act = Act.parse(Act.encode(plain(), STAMP));
        assertThat(act.fromAuthority()).isEqualTo(AuthorityId.NODE);
        assertThat(act.toAuthority()).isEmpty();
        assertThat(act.rulebook()).isEmpty();
        assertThat(act.refs()).isEmpty();
        assertThat(act.expiryMs()).isEmpty();
        assertThat(act.approvals()).isEmpty();
        assertThat(act.annexes()).isEmpty();
        assertThat(act.ownReference()).isEmpty();
        assertThat(act.foreignReferences()).isEmpty();
        assertThat(act.urgency()).isEqualTo(Urgency.ROUTINE);
    }

    /** The layout is a promise to every other node; this vector breaks when it changes. */
    @Test
    void layoutOfASmallRecordIsFixed() {
        Draft draft = Draft.of(new Kind("padding"), Recipient.nobody(), Lane.OWN, "text/plain", ascii("abc"));
        byte[] record = Act.encode(draft, new Stamp(Realm.WORLD, BRAZIL, "o/log/g1", 0, 1_000));
        assertThat(HexFormat.of().formatHex(record))
                .isEqualTo("ad"
                        + "01" + "70" + HexFormat.of().formatHex(ascii("comity/record/v1"))
                        + "02" + "65" + HexFormat.of().formatHex(ascii("world"))
                        + "03" + "67" + HexFormat.of().formatHex(ascii("padding"))
                        + "04" + "62" + "4252"
                        + "05" + "68" + HexFormat.of().formatHex(ascii("o/log/g1"))
                        + "06" + "f6"
                        + "07" + "03"
                        + "08" + "00"
                        + "09" + "1903e8"
                        + "0a" + "f6"
                        + "0b" + "6a" + HexFormat.of().formatHex(ascii("text/plain"))
                        + "0c" + "43616263"
                        + "0f" + "64" + HexFormat.of().formatHex(ascii("node")));
    }

    @Test
    void changingTheInputOrABodyAfterwardsChangesNothing() {
        byte[] body = ascii("{}");
        Draft draft = Draft.of(KIND, Recipient.one(VIETNAM), Lane.ORDINARY, "application/json", body);
        body[0] = 0;
        byte[] record = Act.encode(draft, STAMP);
        Act act = Act.parse(record);
        record[0] = 0;
        act.bytes()[0] = 0;
        act.body()[0] = 0;
        assertThat(act.body()).isEqualTo(ascii("{}"));
        assertThat(Act.parse(act.bytes())).isEqualTo(act).hasSameHashCodeAs(act);
    }

    @Test
    void keepsAndIgnoresTextKeysAndThoseFromAThousandUp() {
        NavigableMap<Long, byte[]> fields = fields(full());
        fields.put(1_000L, new CborWriter().array(1).nil().toBytes());
        fields.put(Long.MAX_VALUE, new CborWriter().nil().toBytes());
        CborWriter out = new CborWriter();
        out.map(fields.size() + 1);
        fields.forEach((key, value) -> out.uint(key).raw(value));
        byte[] record = out.text("x-note").text("kept").toBytes();
        Act act = Act.parse(record);
        assertThat(act.unknownCritical()).isEmpty();
        assertThat(act.bytes()).isEqualTo(record);
        assertThat(act.urgency()).isEqualTo(Urgency.EMERGENCY);
    }

    @Test
    void listsUnknownKeysBelowAThousand() {
        NavigableMap<Long, byte[]> fields = fields(full());
        fields.put(22L, new CborWriter().nil().toBytes());
        fields.put(999L, new CborWriter().nil().toBytes());
        assertThat(Act.parse(record(fields)).unknownCritical()).containsExactly(22L, 999L);
    }

    @Test
    void listsTheFieldThatContainsAnUnknownKey() {
        byte[] record = with(
                RecordKey.APPROVALS,
                w -> w.array(1)
                        .map(8)
                        .uint(1)
                        .text("judge")
                        .uint(2)
                        .bytes(HASH.bytes())
                        .uint(3)
                        .uint(1)
                        .uint(4)
                        .uint(0)
                        .uint(5)
                        .bytes(new byte[64])
                        .uint(6)
                        .nil()
                        .uint(1_001)
                        .nil()
                        .text("t")
                        .nil());
        assertThat(Act.parse(record).unknownCritical()).containsExactly(17L);
    }

    @Test
    void unknownKeysInsideAnAnnexAreSortedTheSameWay() {
        UnaryOperator<CborWriter> five = w -> w.uint(1)
                .text("order")
                .uint(2)
                .text("en")
                .uint(3)
                .text("text/plain")
                .uint(4)
                .bytes(HASH.bytes())
                .uint(5)
                .uint(0);
        assertThat(Act.parse(with(18, w -> five.apply(w.array(1).map(6)).uint(9).nil()))
                        .unknownCritical())
                .containsExactly(18L);
        assertThat(Act.parse(with(
                                18,
                                w -> five.apply(w.array(1).map(6)).uint(1_000).nil()))
                        .unknownCritical())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15})
    void rejectsRecordWithoutARequiredKey(long key) {
        NavigableMap<Long, byte[]> fields = fields(full());
        fields.remove(key);
        refuses(record(fields), "key " + key);
    }

    @Test
    void rejectsRecordThatEndsTooSoon() {
        NavigableMap<Long, byte[]> fields = fields(plain());
        fields.tailMap(9L).clear();
        refuses(record(fields), "record has 8 keys, must have at least 13");
    }

    @Test
    void rejectsAnotherVersion() {
        refuses(with(1, w -> w.text("comity/record/v2")), "must be comity/record/v1");
    }

    @Test
    void rejectsFieldsOutOfTheirRanges() {
        refuses(with(2, w -> w.text("moon")), "realm is 'moon'");
        refuses(with(3, w -> w.text("Upper")), "kind is 'Upper'");
        refuses(with(4, w -> w.text("br")), "member is 'br'");
        refuses(with(5, w -> w.text("a b")), "origin is 'a b'");
        refuses(with(6, w -> w.text("**")), "member is '**'");
        refuses(with(7, w -> w.uint(4)), "lane is 4");
        refuses(with(11, w -> w.text("json")), "media type is 'json'");
        refuses(with(15, w -> w.text("Justice")), "authority is 'Justice'");
        refuses(with(16, w -> w.text("")), "authority is ''");
        refuses(with(19, w -> w.text("")), "own reference has 0");
        refuses(with(20, w -> w.array(1).text("a\n")), "control character");
        refuses(with(21, w -> w.uint(3)), "urgency is 3");
    }

    @Test
    void rejectsFieldsOfAnotherType() {
        refuses(with(2, w -> w.bytes(ascii("world"))), "expected a text string");
        refuses(with(6, w -> w.bool(true)), "expected a text string");
        refuses(with(8, w -> w.integer(-1)), "expected an unsigned integer");
        refuses(with(9, w -> w.nil()), "expected an unsigned integer");
        refuses(with(10, w -> w.bytes(new byte[31])), "31 bytes, must have 32");
        refuses(with(12, w -> w.text("{}")), "expected a byte string");
        refuses(with(13, w -> w.nil()), "expected an array");
    }

    @Test
    void rejectsLanesThatDoNotGoWithTheRecipient() {
        refuses(with(6, w -> w.text("*")), "lane ORDINARY does not go with recipient *");
        refuses(with(7, w -> w.uint(2)), "lane PUBLIC does not go with recipient VN");
        NavigableMap<Long, byte[]> toNobody = fields(plain());
        toNobody.put(6L, new CborWriter().nil().toBytes());
        refuses(record(toNobody), "recipient null");
        NavigableMap<Long, byte[]> own = fields(plain());
        own.put(6L, new CborWriter().text("*").toBytes());
        own.put(7L, new CborWriter().uint(3).toBytes());
        own.put(8L, new CborWriter().uint(0).toBytes());
        refuses(record(own), "lane OWN");
    }

    @Test
    void rejectsSequencesThatDoNotGoWithTheLane() {
        refuses(with(8, w -> w.uint(0)), "sequence is 0 in lane ORDINARY");
        refuses(with(7, w -> w.uint(3)), "sequence is 7 in lane OWN");
    }

    @Test
    void rejectsDefaultsThatAreSpelledOut() {
        refuses(with(13, w -> w.array(0)), "empty array of references");
        refuses(with(17, w -> w.array(0)), "empty array of approvals");
        refuses(with(18, w -> w.array(0)), "empty array of annexes");
        refuses(with(20, w -> w.array(0)), "empty array of foreign references");
        refuses(with(21, w -> w.uint(0)), "urgency 0");
        Consumer<CborWriter> five = w -> w.uint(1)
                .text("order")
                .uint(2)
                .text("en")
                .uint(3)
                .text("text/plain")
                .uint(4)
                .bytes(HASH.bytes())
                .uint(5)
                .uint(0);
        refuses(
                with(18, w -> {
                    five.accept(w.array(1).map(6));
                    return w.uint(7).bool(false);
                }),
                "authentic = false");
        refuses(
                with(18, w -> {
                    five.accept(w.array(1).map(6));
                    return w.uint(8).text("");
                }),
                "an empty name");
    }

    @Test
    void rejectsWrongApprovals() {
        refuses(with(17, w -> w.array(1).map(0)), "approval has 0 keys, must have at least 5");
        refuses(
                with(
                        17,
                        w -> w.array(1)
                                .map(5)
                                .uint(2)
                                .nil()
                                .uint(3)
                                .nil()
                                .uint(4)
                                .nil()
                                .uint(5)
                                .nil()
                                .uint(6)
                                .nil()),
                "expected key 1, found 2");
        refuses(
                with(
                        17,
                        w -> w.array(1)
                                .map(5)
                                .uint(1)
                                .text("judge")
                                .uint(2)
                                .bytes(HASH.bytes())
                                .uint(3)
                                .uint(1)
                                .uint(4)
                                .uint(0)
                                .uint(5)
                                .bytes(new byte[63])),
                "signature has 63 bytes");
        refuses(
                with(
                        17,
                        w -> w.array(1)
                                .map(5)
                                .uint(1)
                                .text("judge")
                                .uint(2)
                                .bytes(HASH.bytes())
                                .uint(3)
                                .uint(9)
                                .uint(4)
                                .uint(0)
                                .uint(5)
                                .bytes(new byte[64])),
                "algorithm is 9");
    }

    @Test
    void rejectsReferencesOfAnotherShape() {
        refuses(with(13, w -> w.array(1).array(3).text("r").text("o").uint(1)), "reference has 3 items");
    }

    @Test
    void rejectsMoreReferencesThanTheLimit() {
        refuses(
                with(13, w -> {
                    w.array(257);
                    for (int i = 0; i < 257; i++) {
                        w.array(4).text("r").text("o").uint(i).bytes(HASH.bytes());
                    }
                    return w;
                }),
                "references are 257, at most 256");
    }

    @Test
    void rejectsBytesThatAreNotDeterministicCbor() {
        byte[] record = Act.encode(plain(), STAMP);
        byte[] longer = new byte[record.length + 1];
        System.arraycopy(record, 0, longer, 0, record.length);
        refuses(longer, "trailing");
        refuses(new byte[0], "not a record in deterministic CBOR");
        refuses(ascii("{}"), "not a record in deterministic CBOR");
        refuses(new byte[(1 << 20) + 1], "at most 1048576");
    }

    @Test
    void encodeRefusesARecordAboveAMebibyte() {
        Draft draft = Draft.of(KIND, Recipient.one(VIETNAM), Lane.URGENT, "a/b", new byte[1 << 20]);
        assertThatThrownBy(() -> Act.encode(draft, STAMP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1048576");
    }

    @Test
    void encodeRefusesASequenceThatDoesNotGoWithTheLane() {
        Stamp unnumbered = new Stamp(Realm.WORLD, BRAZIL, "o", 0, 0);
        assertThatThrownBy(() -> Act.encode(plain(), unnumbered)).hasMessageContaining("sequence is 0");
        Draft own = Draft.of(KIND, Recipient.nobody(), Lane.OWN, "a/b", new byte[0]);
        assertThatThrownBy(() -> Act.encode(own, STAMP)).hasMessageContaining("sequence is 7");
    }

    @Test
    void receiptToOneMemberIsUnnumbered() {
        Draft receipt = Draft.of(new Kind("exchange.received"), Recipient.one(VIETNAM), Lane.OWN, "a/b", new byte[0]);
        Act act = Act.parse(Act.encode(receipt, new Stamp(Realm.WORLD, BRAZIL, "o", 0, 0)));
        assertThat(act.recipient()).isEqualTo(Recipient.one(VIETNAM));
    }

    @Test
    void outerReadsTheFirstKeysOfABrokenRecord() {
        byte[] record = Act.encode(full(), STAMP);
        byte[] torn = Arrays.copyOf(record, 90);
        assertThatThrownBy(() -> Act.parse(torn)).isInstanceOf(MalformedRecord.class);
        Outer outer = Act.outer(torn);
        assertThat(outer)
                .isEqualTo(new Outer(
                        Realm.WORLD, KIND, BRAZIL, "node.br.example/log/g1", Recipient.one(VIETNAM), Lane.ORDINARY, 7));
    }

    @Test
    void outerReadsARecordThatIsTooLong() {
        byte[] record = Arrays.copyOf(Act.encode(full(), STAMP), (1 << 20) + 1);
        assertThat(Act.outer(record).sequence()).isEqualTo(7);
    }

    @Test
    void outerRefusesWhatHasNoFirstKeys() {
        assertThatThrownBy(() -> Act.outer(new byte[] {(byte) 0xa0})).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> Act.outer(ascii("{}"))).isInstanceOf(MalformedRecord.class);
        assertThatThrownBy(() -> Act.outer(Arrays.copyOf(Act.encode(full(), STAMP), 30)))
                .isInstanceOf(MalformedRecord.class);
    }

    @Test
    void toStringTellsNothingOfTheContent() {
        Act act = Act.parse(Act.encode(full(), STAMP));
        assertThat(act.toString()).isEqualTo("Act[preservation.request node.br.example/log/g1 ORDINARY 7]");
        assertThat(List.of(act.toString())).noneMatch(text -> text.contains("VN-88"));
    }
}
