package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.comity.age.AgeException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The community test vectors of the format, through the in-memory reader. */
class CctvTest {
    private static final Map<String, Set<Fault>> FAULTS = Map.of(
            "no match", Set.of(Fault.NO_IDENTITY_MATCHES),
            "HMAC failure", Set.of(Fault.MAC_WRONG),
            "header failure", Set.of(Fault.HEADER_MALFORMED, Fault.NOT_AGE, Fault.ZERO_SHARED_SECRET, Fault.TRUNCATED),
            "payload failure", Set.of(Fault.CHUNK_CORRUPT, Fault.TRUNCATED, Fault.TRAILING_DATA));

    static java.util.stream.Stream<CctvVector> vectors() {
        return CctvVector.all();
    }

    @Test
    void hasTheWholeSet() {
        assertThat(CctvVector.all()).hasSize(85);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void opensOrRefusesAsExpected(CctvVector vector) throws NoSuchAlgorithmException {
        if (vector.field("expect").equals("success")) {
            byte[] plaintext = Age.open(vector.file(), vector.identities());
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plaintext);
            assertThat(HexFormat.of().formatHex(digest)).isEqualTo(vector.field("payload"));
            return;
        }
        AgeException refusal =
                catchThrowableOfType(AgeException.class, () -> Age.open(vector.file(), vector.identities()));
        assertThat(refusal).as("refusal of %s", vector).isNotNull();
        assertThat(FAULTS.get(vector.field("expect"))).as(refusal.getMessage()).contains(refusal.fault());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesEverySoundHeaderBackByteForByte(CctvVector vector) {
        if (vector.field("expect").equals("header failure")) {
            return;
        }
        Header header = Header.peek(vector.file());
        StringBuilder stanzas = new StringBuilder();
        header.stanzas().forEach(stanza -> stanza.appendTo(stanzas));
        byte[] raw = header.raw();
        assertThat(new String(raw, java.nio.charset.StandardCharsets.US_ASCII))
                .startsWith("age-encryption.org/v1\n" + stanzas + "--- ");
    }
}
