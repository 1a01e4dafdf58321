package org.comity.node.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    enum Colour {
        RED,
        BLUE
    }

    record Small(String name, long count) {}

    record Wide(
            boolean flag,
            Colour colour,
            List<Small> parts,
            Optional<String> note,
            Map<String, Integer> counts,
            MemberId member,
            AuthorityId authority,
            Address address,
            Realm realm,
            Kind kind,
            Hash hash) {}

    private static final Wide WIDE = new Wide(
            true,
            Colour.BLUE,
            List.of(new Small("ü", 1)),
            Optional.empty(),
            Map.of("b", 2, "a", 1),
            SampleRecords.BRAZIL,
            AuthorityId.NODE,
            Address.parse("VN/justice"),
            Realm.exercise("x"),
            SampleRecords.KIND,
            Hash.sha256(new byte[] {1}));

    private static void refuses(String json, String message) {
        assertThatThrownBy(() -> JsonBody.read(json.getBytes(StandardCharsets.UTF_8), Small.class))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsBackWhatWasWritten() {
        assertThat(JsonBody.read(JsonBody.write(WIDE), Wide.class)).isEqualTo(WIDE);
    }

    @Test
    void writesMembersInAStableOrderAndValuesAsPlainText() {
        assertThat(new String(JsonBody.write(WIDE), StandardCharsets.UTF_8))
                .isEqualTo("{\"address\":\"VN/justice\",\"authority\":\"node\",\"colour\":\"BLUE\","
                        + "\"counts\":{\"a\":1,\"b\":2},\"flag\":true,"
                        + "\"hash\":\"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a\","
                        + "\"kind\":\"preservation.request\",\"member\":\"BR\",\"note\":null,"
                        + "\"parts\":[{\"count\":1,\"name\":\"ü\"}],\"realm\":\"exercise/x\"}");
    }

    @Test
    void readsWhiteSpaceAndAnyOrder() {
        byte[] body = " { \"count\" : 3 , \"name\" : \"\\u0061\" } ".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonBody.read(body, Small.class)).isEqualTo(new Small("a", 3));
    }

    @Test
    void rejectsDuplicateNames() {
        refuses("{\"name\":\"a\",\"count\":1,\"name\":\"b\"}", "Duplicate");
        refuses("{\"name\":\"a\",\"count\":1,\"n\\u0061me\":\"b\"}", "Duplicate");
    }

    @Test
    void rejectsDuplicateNamesInMaps() {
        String json = new String(JsonBody.write(WIDE), StandardCharsets.UTF_8).replace("\"b\":2", "\"a\":2");
        assertThatThrownBy(() -> JsonBody.read(json.getBytes(StandardCharsets.UTF_8), Wide.class))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("Duplicate");
    }

    @Test
    void rejectsUnknownMembers() {
        refuses("{\"name\":\"a\",\"count\":1,\"more\":2}", "more");
    }

    @Test
    void rejectsMissingMembers() {
        refuses("{\"name\":\"a\"}", "count");
        refuses("{\"count\":1}", "name");
        refuses("{}", "Small");
    }

    @Test
    void rejectsAMissingOptionalMember() {
        String json = new String(JsonBody.write(WIDE), StandardCharsets.UTF_8).replace("\"note\":null,", "");
        assertThatThrownBy(() -> JsonBody.read(json.getBytes(StandardCharsets.UTF_8), Wide.class))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("note");
    }

    @Test
    void rejectsNullWhereAValueMustBe() {
        refuses("{\"name\":null,\"count\":1}", "name");
        refuses("{\"name\":\"a\",\"count\":null}", "null");
        refuses("null", "null");
    }

    @Test
    void rejectsByteOrderMark() {
        refuses("\uFEFF{\"name\":\"a\",\"count\":1}", "byte order mark");
    }

    @Test
    void rejectsOtherEncodings() {
        String json = "{\"name\":\"a\",\"count\":1}";
        for (var charset : List.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_32BE)) {
            assertThatThrownBy(() -> JsonBody.read(json.getBytes(charset), Small.class))
                    .as("%s", charset)
                    .isInstanceOf(MalformedRecord.class);
        }
    }

    @Test
    void rejectsBadUtf8() {
        byte[] body = "{\"name\":\"x\",\"count\":1}".getBytes(StandardCharsets.UTF_8);
        body[9] = (byte) 0xff;
        assertThatThrownBy(() -> JsonBody.read(body, Small.class))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("UTF-8 at byte 9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "a\\ud800b", "\\udc00\\ud800"})
    void rejectsLoneSurrogates(String text) {
        refuses("{\"name\":\"" + text + "\",\"count\":1}", "surrogate");
    }

    @Test
    void acceptsPairedSurrogates() {
        byte[] body = "{\"name\":\"\\ud83d\\ude00\",\"count\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonBody.read(body, Small.class).name()).isEqualTo("\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740992", "-9007199254740992", "9223372036854775808", "-9223372036854775808"})
    void rejectsIntegersThatADoubleRounds(String number) {
        refuses("{\"name\":\"a\",\"count\":" + number + "}", "2^53 - 1");
    }

    @Test
    void acceptsTheGreatestExactInteger() {
        byte[] body = "{\"name\":\"a\",\"count\":9007199254740991}".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonBody.read(body, Small.class).count()).isEqualTo(9_007_199_254_740_991L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e3", "\"1\"", "true", "1e999", "01", "+1", "NaN", "[1]"})
    void rejectsOtherSpellingsOfANumber(String number) {
        refuses("{\"name\":\"a\",\"count\":" + number + "}", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "{}", "['a']", "'a'"})
    void rejectsOtherTypesForAText(String value) {
        refuses("{\"name\":" + value + ",\"count\":1}", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"name\":\"a\",\"count\":1}x", "{\"name\":\"a\",\"count\":1}{}", "// c\n{}", "[]"
            })
    void rejectsWhatIsNotOneObject(String json) {
        refuses(json, "body");
    }

    @Test
    void rejectsBadValuesOfThisRoomAndNamesThem() {
        String json = new String(JsonBody.write(WIDE), StandardCharsets.UTF_8);
        for (String[] change : new String[][] {
            {"\"BR\"", "\"br\"", "member is 'br'"},
            {"\"exercise/x\"", "\"moon\"", "realm is 'moon'"},
            {"\"BR\"", "7", "MemberId must be a string"},
            {"\"4bf5", "\"4BF5", "lowercase"},
            {"\"BLUE\"", "\"GREEN\"", "GREEN"},
            {"\"BLUE\"", "1", ""}
        }) {
            byte[] body = json.replace(change[0], change[1]).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> JsonBody.read(body, Wide.class))
                    .as(change[1])
                    .isInstanceOf(MalformedRecord.class)
                    .hasMessageContaining(change[2]);
        }
    }

    @Test
    void rejectsWhatIsTooDeepOrTooLong() {
        refuses("{\"name\":" + "[".repeat(20) + "]".repeat(20) + ",\"count\":1}", "depth");
        refuses("{\"name\":\"" + "a".repeat(1 << 20) + "\",\"count\":1}", "at most 1048576");
    }

    @Test
    void writeRefusesWhatReadWouldRefuse() {
        assertThatThrownBy(() -> JsonBody.write(new Small("a", 1L << 53)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2^53 - 1");
        assertThatThrownBy(() -> JsonBody.write(new Small("\ud800", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonBody.write(new Small("a".repeat(1 << 20), 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
