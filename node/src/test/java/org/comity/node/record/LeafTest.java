package org.comity.node.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;

class LeafTest {
    private static final byte[] SALT =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final String ENTRY = "aba2a1c59c8ca9f1b52eda00e266ff75a5062c3d560bb27876426cc303cd371d";

    @Test
    void entryAndLeafHashOfTheKnownVector() {
        Hash entry = Leaf.entry(SALT, SampleRecords.ascii("abc"));
        assertThat(entry.hex()).isEqualTo(ENTRY);
        assertThat(Leaf.entry(SALT, Hash.sha256(SampleRecords.ascii("abc")))).isEqualTo(entry);
        assertThat(Hash.leaf(entry.bytes()).hex())
                .isEqualTo("f9ffe12e45c2c1e18c10f26d2e4d2ae34d0b06e9764bc169d799d96ab9750479");
    }

    @Test
    void refusesASaltOfAnotherLength() {
        assertThatThrownBy(() -> Leaf.entry(new byte[31], new byte[0])).hasMessageContaining("31 bytes, must have 32");
        assertThatThrownBy(() -> new Opening(new byte[33], new byte[0])).hasMessageContaining("33 bytes, must have 32");
    }

    @Test
    void openingGivesTheEntryAndSurvivesItsBytes() {
        Opening opening = new Opening(SALT, SampleRecords.ascii("abc"));
        assertThat(opening.entry().hex()).isEqualTo(ENTRY);
        assertThat(Opening.parse(opening.toBytes())).isEqualTo(opening).hasSameHashCodeAs(opening);
        assertThat(opening).isNotEqualTo(new Opening(SALT, SampleRecords.ascii("abd")));
        assertThat(opening.toString()).doesNotContain("abc").contains("Opening[of ");
    }

    @Test
    void openingIsNotChangedThroughItsArrays() {
        byte[] salt = SALT.clone();
        byte[] record = SampleRecords.ascii("abc");
        Opening opening = new Opening(salt, record);
        salt[0] = 9;
        record[0] = 9;
        opening.salt()[1] = 9;
        opening.record()[1] = 9;
        assertThat(opening.entry().hex()).isEqualTo(ENTRY);
    }

    @Test
    void refusesAnOpeningShorterThanItsSalt() {
        assertThatThrownBy(() -> Opening.parse(new byte[31]))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("31 bytes");
    }
}
