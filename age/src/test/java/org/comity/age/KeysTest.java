package org.comity.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.age.Fixtures.CLASSICAL;
import static org.comity.age.Fixtures.HYBRID;
import static org.comity.age.Fixtures.assertFault;
import static org.comity.age.Fixtures.plaintext;
import static org.comity.age.Fixtures.seeded;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.comity.age.AgeException.Fault;
import org.junit.jupiter.api.Test;

/** Recipients and identities as bytes and as text. */
class KeysTest {
    @Test
    void printsAndParsesBothKinds() {
        for (Identity identity : List.of(CLASSICAL, HYBRID)) {
            assertThat(Recipient.parse(identity.recipient().text())).isEqualTo(identity.recipient());
            assertThat(Identity.parse(identity.revealSecretText())).isEqualTo(identity);
        }
        assertThat(CLASSICAL.recipient().text()).startsWith("age1").hasSize(62);
        assertThat(HYBRID.recipient().text()).startsWith("age1pq1").hasSize(1_959);
        assertThat(CLASSICAL.revealSecretText()).startsWith("AGE-SECRET-KEY-1").hasSize(74);
        assertThat(HYBRID.revealSecretText()).startsWith("AGE-SECRET-KEY-PQ-1").hasSize(77);
    }

    @Test
    void takesAndGivesRawBytes() {
        assertThat(X25519Recipient.of(CLASSICAL.recipient().bytes())).isEqualTo(CLASSICAL.recipient());
        assertThat(PostQuantumRecipient.of(HYBRID.recipient().bytes())).isEqualTo(HYBRID.recipient());
        assertThat(X25519Identity.of(CLASSICAL.revealSecretBytes())).isEqualTo(CLASSICAL);
        assertThat(PostQuantumIdentity.of(HYBRID.revealSecretBytes())).isEqualTo(HYBRID);
    }

    @Test
    void keepsSecretsOutOfToString() {
        for (Identity identity : List.of(CLASSICAL, HYBRID)) {
            String secret = identity.revealSecretText();
            assertThat(identity.toString()).doesNotContain(secret.substring(secret.length() - 20));
            assertThat(identity.toString().toLowerCase(Locale.ROOT))
                    .doesNotContain(HexFormat.of()
                            .formatHex(identity.revealSecretBytes())
                            .substring(0, 16));
        }
    }

    @Test
    void doesNotShareItsArrays() {
        byte[] secret = CLASSICAL.revealSecretBytes();
        X25519Identity identity = X25519Identity.of(secret);
        secret[5] ^= 1;
        identity.revealSecretBytes()[6] ^= 1;
        identity.recipient().bytes()[7] ^= 1;
        assertThat(identity).isEqualTo(CLASSICAL);
        assertThat(identity.recipient()).isEqualTo(CLASSICAL.recipient());
    }

    @Test
    void refusesMistypedText() {
        String recipient = CLASSICAL.recipient().text();
        String secret = CLASSICAL.revealSecretText();
        List<String> wrong = List.of(
                "",
                "age1",
                recipient.substring(0, recipient.length() - 1),
                recipient + "q",
                recipient.replace(recipient.charAt(20), recipient.charAt(20) == 'q' ? 'p' : 'q'),
                recipient.toUpperCase(Locale.ROOT),
                "A" + recipient.substring(1),
                recipient.substring(0, 30) + "b" + recipient.substring(31),
                "bge" + recipient.substring(3),
                secret,
                " " + recipient,
                recipient + "\n",
                "age1" + "q".repeat(5_000));
        for (String text : wrong) {
            assertFault(Fault.KEY_MALFORMED, () -> Recipient.parse(text));
        }
        for (String text : List.of("", secret.toLowerCase(Locale.ROOT), secret.substring(1), recipient, secret + "Q")) {
            assertFault(Fault.KEY_MALFORMED, () -> Identity.parse(text));
        }
    }

    @Test
    void refusesAKindUnderTheNameOfTheOther() {
        String hybridAsClassical = Bech32.encode("age", HYBRID.recipient().bytes());
        assertFault(Fault.KEY_MALFORMED, () -> Recipient.parse(hybridAsClassical));
        String classicalAsHybrid = Bech32.encode("age1pq", CLASSICAL.recipient().bytes());
        assertFault(Fault.KEY_MALFORMED, () -> Recipient.parse(classicalAsHybrid));
        assertFault(Fault.KEY_MALFORMED, () -> X25519Identity.parse(HYBRID.revealSecretText()));
        assertFault(Fault.KEY_MALFORMED, () -> PostQuantumIdentity.parse(CLASSICAL.revealSecretText()));
    }

    @Test
    void refusesKeysOfAnotherLength() {
        assertFault(Fault.KEY_MALFORMED, () -> X25519Recipient.of(new byte[31]));
        assertFault(Fault.KEY_MALFORMED, () -> X25519Identity.of(new byte[33]));
        assertFault(Fault.KEY_MALFORMED, () -> PostQuantumRecipient.of(new byte[1_215]));
        assertFault(Fault.KEY_MALFORMED, () -> PostQuantumIdentity.of(new byte[0]));
    }

    @Test
    void refusesAnUnreducedMlKemKey() {
        byte[] key = HYBRID.recipient().bytes();
        key[0] = (byte) 0xff;
        key[1] |= 0x0f;
        assertFault(Fault.KEY_MALFORMED, () -> PostQuantumRecipient.of(key));
        byte[] last = HYBRID.recipient().bytes();
        last[1_151] = (byte) 0xff;
        last[1_150] |= (byte) 0xf0;
        assertFault(Fault.KEY_MALFORMED, () -> PostQuantumRecipient.of(last));
    }

    @Test
    void refusesToSealToAKeyOfLowOrder() {
        X25519Recipient zero = X25519Recipient.of(new byte[32]);
        assertFault(Fault.ZERO_SHARED_SECRET, () -> Age.seal(List.of(zero), plaintext(1), seeded(1)));
        byte[] key = HYBRID.recipient().bytes();
        java.util.Arrays.fill(key, 1_184, 1_216, (byte) 0);
        PostQuantumRecipient halfZero = PostQuantumRecipient.of(key);
        assertFault(Fault.ZERO_SHARED_SECRET, () -> Age.seal(List.of(halfZero), plaintext(1), seeded(1)));
    }

    @Test
    void drawsDifferentBytesFromTheSystem() {
        Randomness system = Randomness.secure();
        assertThat(system.bytes(32)).isNotEqualTo(system.bytes(32));
    }
}
