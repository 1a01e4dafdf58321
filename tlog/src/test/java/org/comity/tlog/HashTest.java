package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.Refusals.assertMalformed;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashTest {
    /** The eight inputs and roots of the test tree of the certificate-transparency project. */
    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void growsTheKnownTestTree() {
        Frontier frontier = Frontier.EMPTY;
        List<Hash> leaves = new ArrayList<>();
        for (int n = 0; n <= INPUTS.size(); n++) {
            assertThat(frontier.root().hex()).as("root of %s leaves", n).isEqualTo(ROOTS.get(n));
            assertThat(NaiveTree.root(leaves).hex()).isEqualTo(ROOTS.get(n));
            if (n < INPUTS.size()) {
                Hash leaf = Hash.leaf(HexFormat.of().parseHex(INPUTS.get(n)));
                leaves.add(leaf);
                frontier = frontier.append(leaf);
            }
        }
    }

    @Test
    void leafAndNodeOfEqualBytesDiffer() {
        Hash left = Hash.leaf(new byte[] {1});
        Hash right = Hash.leaf(new byte[] {2});
        byte[] joined = new byte[64];
        left.copyTo(joined, 0);
        right.copyTo(joined, 32);
        assertThat(Hash.leaf(joined)).isNotEqualTo(Hash.node(left, right));
    }

    @Test
    void hashesPartsAsTheirConcatenation() {
        assertThat(Hash.sha256(Fixture.utf8("a"), Fixture.utf8("bc")).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void printsAndParsesBase64AndHex() {
        Hash hash = Hash.leaf(new byte[] {7});
        assertThat(Hash.ofBase64(hash.base64())).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(Hash.ofHex(hash.hex())).isEqualTo(hash);
        assertThat(Hash.of(hash.bytes())).isEqualTo(hash);
    }

    @Test
    void doesNotShareItsBytes() {
        byte[] bytes = new byte[32];
        Hash hash = Hash.of(bytes);
        bytes[0] = 1;
        hash.bytes()[1] = 1;
        assertThat(hash.bytes()).isEqualTo(new byte[32]);
    }

    @Test
    void refusesOtherLengths() {
        assertMalformed(() -> Hash.of(new byte[31]));
        assertMalformed(() -> Hash.of(new byte[33]));
        assertMalformed(() -> Hash.ofBase64("AAAA"));
        assertMalformed(() -> Hash.ofHex("00"));
    }

    @Test
    void refusesASecondSpellingOfAHash() {
        String base64 = Hash.EMPTY_ROOT.base64();
        assertMalformed(() -> Hash.ofBase64(base64.replace("=", "")));
        assertMalformed(() -> Hash.ofBase64(base64.replace("U=", "V=")));
        assertMalformed(() -> Hash.ofBase64(base64 + "\n"));
        assertMalformed(() -> Hash.ofHex(Hash.EMPTY_ROOT.hex().toUpperCase(java.util.Locale.ROOT)));
    }
}
