package org.comity.node.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborWriterTest {
    private static String hex(CborWriter writer) {
        return HexFormat.of().formatHex(writer.toBytes());
    }

    /** Vectors of RFC 8949 appendix A. */
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "17, 23",
        "1818, 24",
        "18ff, 255",
        "190100, 256",
        "19ffff, 65535",
        "1a00010000, 65536",
        "1affffffff, 4294967295",
        "1b0000000100000000, 4294967296",
        "1b7fffffffffffffff, 9223372036854775807",
        "20, -1",
        "3863, -100",
        "3b7fffffffffffffff, -9223372036854775808"
    })
    void writesIntegersInTheirShortestForm(String hex, long value) {
        assertThat(hex(new CborWriter(0).integer(value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"60, ''", "6161, a", "62c3bc, \u00fc", "63e6b0b4, \u6c34", "64f0908591, \ud800\udd51"})
    void writesTextAsUtf8(String hex, String value) {
        assertThat(hex(new CborWriter(0).text(value))).isEqualTo(hex);
    }

    @Test
    void writesNestedContainers() {
        CborWriter writer = new CborWriter();
        writer.map(3)
                .uint(1)
                .array(2)
                .uint(2)
                .uint(3)
                .uint(2)
                .map(0)
                .text("a")
                .array(4)
                .nil()
                .bool(true)
                .bool(false);
        writer.bytes(new byte[] {1, 2, 3}, 1, 2);
        assertThat(hex(writer)).isEqualTo("a30182020302a0616184f6f5f4420203");
        assertThat(writer.size()).isEqualTo(16);
    }

    @Test
    void putsRawItemsInPlace() {
        byte[] item = HexFormat.of().parseHex("820102");
        assertThat(hex(new CborWriter().array(2).raw(item).uint(3))).isEqualTo("8282010203");
        assertThat(hex(new CborWriter().map(1).raw(new byte[] {1}).nil())).isEqualTo("a101f6");
    }

    @Test
    void refusesRawBytesThatAreNotOneItem() {
        CborWriter writer = new CborWriter();
        assertThatThrownBy(() -> writer.raw(new byte[] {1, 2})).hasMessageContaining("trailing");
        assertThatThrownBy(() -> writer.raw(new byte[] {(byte) 0x81})).isInstanceOf(CborException.class);
        assertThatThrownBy(() -> writer.raw(new byte[0])).isInstanceOf(CborException.class);
        assertThat(writer.size()).isZero();
    }

    @Test
    void refusesRawItemsThatNestTooDeep() {
        CborWriter writer = new CborWriter();
        for (int i = 0; i < 15; i++) {
            writer.array(1);
        }
        byte[] two = HexFormat.of().parseHex("8180");
        assertThatThrownBy(() -> writer.raw(two)).hasMessageContaining("nested deeper than 16");
        writer.raw(HexFormat.of().parseHex("80"));
        assertThat(writer.toBytes()).hasSize(16);
    }

    @Test
    void refusesDuplicateAndDescendingKeys() {
        assertThatThrownBy(() -> new CborWriter().map(2).uint(1).nil().uint(1)).hasMessageContaining("ascending");
        assertThatThrownBy(() -> new CborWriter().map(2).uint(24).nil().uint(1)).hasMessageContaining("ascending");
        assertThatThrownBy(() -> new CborWriter().map(2).text("aa").nil().text("b"))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> new CborWriter().map(2).text("a").nil().uint(1))
                .hasMessageContaining("ascending");
    }

    @Test
    void refusesKeysOfOtherTypes() {
        assertThatThrownBy(() -> new CborWriter().map(1).nil()).hasMessageContaining("map key must be");
        assertThatThrownBy(() -> new CborWriter().map(1).bytes(new byte[1])).hasMessageContaining("map key must be");
        assertThatThrownBy(() -> new CborWriter().map(1).integer(-1)).hasMessageContaining("map key must be");
        assertThatThrownBy(() -> new CborWriter().map(1).array(0)).hasMessageContaining("map key must be");
        assertThatThrownBy(() -> new CborWriter().map(1).map(1)).hasMessageContaining("map key must be");
    }

    @Test
    void refusesToYieldAnIncompleteContainer() {
        assertThatThrownBy(() -> new CborWriter().array(2).nil().toBytes()).hasMessageContaining("lacks 1 items");
        assertThatThrownBy(() -> new CborWriter().map(1).uint(1).toBytes()).hasMessageContaining("lacks 1 items");
    }

    @Test
    void refusesNegativeValuesAndCounts() {
        assertThatThrownBy(() -> new CborWriter().uint(-1)).hasMessageContaining("is -1");
        assertThatThrownBy(() -> new CborWriter().array(-1)).hasMessageContaining("is -1");
        assertThatThrownBy(() -> new CborWriter().map(-1)).hasMessageContaining("is -1");
    }

    @Test
    void refusesUnpairedSurrogates() {
        assertThatThrownBy(() -> new CborWriter().text("a\ud800")).hasMessageContaining("surrogate at index 1");
        assertThatThrownBy(() -> new CborWriter().text("\udc00a")).hasMessageContaining("surrogate at index 0");
    }

    @Test
    void refusesDepthSeventeen() {
        CborWriter writer = new CborWriter();
        for (int i = 0; i < 16; i++) {
            writer.array(1);
        }
        assertThatThrownBy(() -> writer.array(0)).hasMessageContaining("nested deeper than 16");
    }
}
