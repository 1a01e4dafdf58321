package org.comity.node.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborReaderTest {
    private static CborReader reader(String hex) {
        return new CborReader(HexFormat.of().parseHex(hex));
    }

    private static void refuses(String hex, String message) {
        assertThatThrownBy(() -> {
                    CborReader reader = reader(hex);
                    reader.skip();
                    reader.end();
                })
                .isInstanceOf(CborException.class)
                .hasMessageContaining(message);
    }

    /** Vectors of RFC 8949 appendix A. */
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "01, 1",
        "0a, 10",
        "17, 23",
        "1818, 24",
        "1819, 25",
        "1864, 100",
        "1903e8, 1000",
        "1a000f4240, 1000000",
        "1b000000e8d4a51000, 1000000000000",
        "20, -1",
        "29, -10",
        "3863, -100",
        "3903e7, -1000",
        "1b7fffffffffffffff, 9223372036854775807",
        "3b7fffffffffffffff, -9223372036854775808"
    })
    void readsIntegersOfTheStandard(String hex, long value) {
        CborReader reader = reader(hex);
        assertThat(reader.integer()).isEqualTo(value);
        reader.end();
    }

    @ParameterizedTest
    @CsvSource({
        "60, ''",
        "6161, a",
        "6449455446, IETF",
        "62225c, '\"\\'",
        "62c3bc, \u00fc",
        "63e6b0b4, \u6c34",
        "64f0908591, \ud800\udd51"
    })
    void readsTextsOfTheStandard(String hex, String value) {
        CborReader reader = reader(hex);
        assertThat(reader.text()).isEqualTo(value);
        reader.end();
    }

    @Test
    void readsNestedContainersAndClosesThemWithTheirLastItem() {
        CborReader reader = reader("a301820203020061616162");
        assertThat(reader.map()).isEqualTo(3);
        assertThat(reader.key()).isEqualTo(1);
        assertThat(reader.array()).isEqualTo(2);
        assertThat(reader.uint()).isEqualTo(2);
        assertThat(reader.uint()).isEqualTo(3);
        assertThat(reader.key()).isEqualTo(2);
        assertThat(reader.uint()).isZero();
        assertThat(reader.keyOr(-1)).isEqualTo(-1);
        assertThat(reader.text()).isEqualTo("b");
        reader.end();
    }

    @Test
    void readsBytesBooleansAndNull() {
        CborReader reader = reader("844201fff5f4f6");
        assertThat(reader.array()).isEqualTo(4);
        assertThat(reader.tryNil()).isFalse();
        assertThat(reader.bytes()).containsExactly(1, 0xff);
        assertThat(reader.bool()).isTrue();
        assertThat(reader.bool()).isFalse();
        assertThat(reader.tryNil()).isTrue();
        reader.end();
    }

    @Test
    void rawItemReturnsTheExactBytesOfANestedItem() {
        CborReader reader = reader("8282010203");
        reader.array();
        assertThat(reader.rawItem()).isEqualTo(HexFormat.of().parseHex("820102"));
        assertThat(reader.position()).isEqualTo(4);
        assertThat(reader.uint()).isEqualTo(3);
        reader.end();
    }

    @Test
    void skipStopsAfterTheLastItemOfItsParent() {
        CborReader reader = reader("82820181020a");
        reader.array();
        reader.array();
        reader.skip();
        reader.skip();
        assertThat(reader.uint()).isEqualTo(10);
        reader.end();
    }

    @Test
    void reportsKeysAboveTheSignedRangeAsTheGreatestOne() {
        CborReader reader = reader("a11bffffffffffffffff01");
        reader.map();
        assertThat(reader.key()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "1817",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "5803010203",
        "780161",
        "980101",
        "b8010102",
        "3817"
    })
    void rejectsHeadsLongerThanNeeded(String hex) {
        refuses(hex, "longer than needed");
    }

    @ParameterizedTest
    @CsvSource({"5f", "7f", "9f", "bf", "5f42010243030405ff", "ff"})
    void rejectsIndefiniteLengths(String hex) {
        refuses(hex, "indefinite");
    }

    @ParameterizedTest
    @CsvSource({"1c", "3d", "5e", "7c", "9d", "be"})
    void rejectsReservedHeads(String hex) {
        refuses(hex, "reserved head");
    }

    @ParameterizedTest
    @CsvSource({"f90000", "fa47c35000", "fb3ff199999999999a"})
    void rejectsFloats(String hex) {
        refuses(hex, "floats");
    }

    @ParameterizedTest
    @CsvSource({"c000", "d81800", "c11a514b67b0"})
    void rejectsTags(String hex) {
        refuses(hex, "tags");
    }

    @ParameterizedTest
    @CsvSource({"f7", "f0", "e0", "f818", "f8ff"})
    void rejectsOtherSimpleValues(String hex) {
        refuses(hex, "simple values");
    }

    @ParameterizedTest
    @CsvSource({"''", "18", "19ff", "1aff", "1bffffffffffffff"})
    void rejectsTruncatedHead(String hex) {
        refuses(hex, "ends inside");
    }

    @ParameterizedTest
    @CsvSource({"41", "420a", "61", "5affffffff", "5bffffffffffffffff", "7b7fffffffffffffff"})
    void rejectsStringLongerThanInput(String hex) {
        refuses(hex, "longer than the input");
    }

    @ParameterizedTest
    @CsvSource({"81", "8201", "a101", "a20102", "9affffffff01", "bbffffffffffffffff01", "ba8000000001"})
    void rejectsCountsAboveTheRemainingBytes(String hex) {
        refuses(hex, "more items than bytes remain");
    }

    @ParameterizedTest
    @CsvSource({"a201000100", "a2616100616100"})
    void rejectsDuplicateKeys(String hex) {
        refuses(hex, "not ascending");
    }

    @ParameterizedTest
    @CsvSource({"a202000100", "a2616200616100", "a2616100 0100", "a262616100616200"})
    void rejectsUnsortedKeys(String hex) {
        refuses(hex.replace(" ", ""), "not ascending");
    }

    @ParameterizedTest
    @CsvSource({"a12000", "a1410100", "a18000", "a1a000", "a1f500", "a1f600"})
    void rejectsKeysOfOtherTypes(String hex) {
        refuses(hex, "map key must be");
    }

    @ParameterizedTest
    @CsvSource({
        "61ff",
        "6180",
        "62c080",
        "62c1bf",
        "63e08080",
        "63eda080",
        "63edbfbf",
        "64f0808080",
        "64f4908080",
        "64f5808080",
        "61c3",
        "62e6b0",
        "63f09085",
        "62c328",
        "63e228a1"
    })
    void rejectsBadUtf8(String hex) {
        refuses(hex, "UTF-8");
    }

    @Test
    void rejectsBadUtf8InSkippedParts() {
        refuses("8263616161" + "8161ff", "UTF-8");
    }

    @Test
    void rejectsTrailingBytes() {
        refuses("0000", "1 trailing bytes");
    }

    @Test
    void acceptsDepthSixteenAndRejectsSeventeen() {
        CborReader reader = reader("81".repeat(15) + "80");
        reader.skip();
        reader.end();
        refuses("81".repeat(16) + "80", "nested deeper than 16");
    }

    @Test
    void rejectsInputAboveTheLimit() {
        CborLimits limits = new CborLimits(3, 2);
        new CborReader(new byte[3], limits);
        assertThatThrownBy(() -> new CborReader(new byte[4], limits))
                .isInstanceOf(CborException.class)
                .hasMessageContaining("4 bytes, at most 3");
    }

    @Test
    void rejectsUnsignedIntegerAboveTheSignedRange() {
        assertThatThrownBy(() -> reader("1bffffffffffffffff").uint()).hasMessageContaining("2^63 - 1");
        assertThatThrownBy(() -> reader("3b8000000000000000").integer()).hasMessageContaining("-2^63");
    }

    @Test
    void rejectsAnotherTypeThanAskedForAndNamesTheOffset() {
        assertThatThrownBy(() -> reader("01").text()).hasMessageContaining("expected a text string");
        assertThatThrownBy(() -> reader("01").bytes()).hasMessageContaining("expected a byte string");
        assertThatThrownBy(() -> reader("01").map()).hasMessageContaining("expected a map");
        assertThatThrownBy(() -> reader("01").array()).hasMessageContaining("expected an array");
        assertThatThrownBy(() -> reader("20").uint()).hasMessageContaining("expected an unsigned integer");
        assertThatThrownBy(() -> reader("60").integer()).hasMessageContaining("expected an integer");
        assertThatThrownBy(() -> reader("f6").bool()).hasMessageContaining("expected a boolean");
        assertThatThrownBy(() -> reader("00").nil()).hasMessageContaining("expected null");
        CborReader second = reader("820061 61".replace(" ", ""));
        second.array();
        second.uint();
        assertThatThrownBy(second::uint)
                .isInstanceOfSatisfying(
                        CborException.class, e -> assertThat(e.offset()).isEqualTo(2));
    }

    @Test
    void rejectsByteStringOfAnotherLength() {
        assertThatThrownBy(() -> reader("4101").bytes(2)).hasMessageContaining("1 bytes, must have 2");
    }

    @Test
    void rejectsAKeyOutsideAMapAndATextWhereOnlyIntegersAreKeys() {
        assertThatThrownBy(() -> reader("01").key()).hasMessageContaining("no map key here");
        CborReader reader = reader("a1616100");
        reader.map();
        assertThatThrownBy(reader::key).hasMessageContaining("text keys");
    }

    @Test
    void endRefusesAnOpenContainer() {
        CborReader reader = reader("8100");
        reader.array();
        assertThatThrownBy(reader::end).hasMessageContaining("still lacks 1 items");
    }

    @ParameterizedTest
    @CsvSource({"00, UINT", "20, NEGATIVE", "40, BYTES", "60, TEXT", "80, ARRAY", "a0, MAP", "f4, BOOL", "f6, NIL"})
    void peekNamesEachType(String hex, CborType type) {
        assertThat(reader(hex).peek()).isEqualTo(type);
    }

    @Test
    void refusesLimitsOutOfRange() {
        assertThatThrownBy(() -> new CborLimits(0, 1)).hasMessageContaining("maxBytes is 0");
        assertThatThrownBy(() -> new CborLimits(1, 0)).hasMessageContaining("maxDepth is 0");
        assertThatThrownBy(() -> new CborLimits(1, 17)).hasMessageContaining("maxDepth is 17");
    }

    @Test
    void namesTheFirstByteThatIsNotUtf8() {
        byte[] bytes = "ab\u00fc".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.wellFormedUpTo(bytes, 0, bytes.length)).isEqualTo(4);
        assertThat(Utf8.wellFormedUpTo(bytes, 0, 3)).isEqualTo(2);
    }
}
