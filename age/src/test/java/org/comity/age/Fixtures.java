package org.comity.age;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.comity.age.AgeException.Fault;

/** Keys, plaintexts and sources that come out the same for one seed. */
final class Fixtures {
    static final X25519Identity CLASSICAL = X25519Identity.generate(seeded(1));
    static final PostQuantumIdentity HYBRID = PostQuantumIdentity.generate(seeded(2));

    private Fixtures() {}

    static Randomness seeded(long seed) {
        return new Random(seed)::nextBytes;
    }

    static byte[] plaintext(int length) {
        return seeded(length).bytes(length);
    }

    static byte[] sealedToHybrid(byte[] plaintext) {
        return Age.seal(List.of(HYBRID.recipient()), plaintext, seeded(3));
    }

    static byte[] sealedToClassical(byte[] plaintext) {
        return Age.seal(List.of(CLASSICAL.recipient()), plaintext, seeded(3));
    }

    static byte[] openHybrid(byte[] file) {
        return Age.open(file, List.of(HYBRID));
    }

    static void assertFault(Fault fault, ThrowingCallable call) {
        assertThatExceptionOfType(AgeException.class)
                .isThrownBy(call)
                .satisfies(e -> org.assertj.core.api.Assertions.assertThat(e.fault())
                        .as(e.getMessage())
                        .isEqualTo(fault));
    }
}
