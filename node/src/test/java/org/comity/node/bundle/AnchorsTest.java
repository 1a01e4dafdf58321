package org.comity.node.bundle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.comity.tlog.Ed25519SigningKey;
import org.comity.tlog.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "one two three",
                "12345 12345",
                "00112233445566778899aabbccddeeff",
                "a b c d e f g h i j k l m",
            })
    void refusesWhatIsNoFingerprint(String typed) {
        assertThatThrownBy(() -> Anchors.identity(typed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("legal are 12 words, 40 digits");
    }

    @Test
    void refusesAQuorumThatCannotBeMetOrIsMetByNobody() {
        List<VerifierKey> keys = new TestMember("XA", org.comity.node.record.Realm.WORLD, 1).keys.witnessKeys();
        assertThatThrownBy(() -> new Anchors(List.of(), keys, 2)).hasMessageContaining("legal is 1 to 1");
        assertThatThrownBy(() -> new Anchors(List.of(), keys, 0)).hasMessageContaining("legal is 1 to 1");
        assertThatThrownBy(() -> new Anchors(List.of(), List.of(), 1)).hasMessageContaining("legal is 0");
    }

    @Test
    void refusesALogKeyAsAWitness() {
        VerifierKey log = Ed25519SigningKey.fromSeed("log", new byte[32]).verifierKey();
        assertThatThrownBy(() -> new Anchors(List.of(), List.of(log), 1)).hasMessageContaining("types 4 and 6");
    }
}
