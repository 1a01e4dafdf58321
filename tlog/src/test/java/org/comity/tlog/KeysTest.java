package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comity.tlog.LogException.Fault.BAD_SIGNATURE;
import static org.comity.tlog.LogException.Fault.MISSING_SIGNATURE;
import static org.comity.tlog.LogException.Fault.OUT_OF_RANGE;
import static org.comity.tlog.Refusals.assertMalformed;
import static org.comity.tlog.Refusals.assertRefused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final Ed25519CosigningKey WITNESS =
            Ed25519CosigningKey.fromSeed("witness.example/w", Fixture.seed(9));
    private static final MlDsa44CosigningKey WITNESS_PQ =
            MlDsa44CosigningKey.fromSeed("witness.example/w", Fixture.seed(10));
    private static final Checkpoint CHECKPOINT =
            Checkpoint.of(Fixture.ORIGIN, Fixture.tiles(13).head());
    private static final List<SigningKey> ALL = List.of(Fixture.LOG_ED, Fixture.LOG_PQ, WITNESS, WITNESS_PQ);

    @Test
    void verifiesTheMlDsaLogOfAnIndependentImplementation() throws IOException {
        VerifierKey key = VerifierKey.parse(resource("mldsa44-log.vkey").strip());
        SignedCheckpoint signed = SignedCheckpoint.parse(Fixture.utf8(resource("mldsa44-log.note")));
        assertThat(key).isInstanceOf(MlDsa44CosignatureKey.class);
        VerifiedCheckpoint verified = new CheckpointPolicy("example.com/mldsa-log", List.of(key)).verify(signed);
        assertThat(verified.head().size()).isEqualTo(1);
        assertThat(key.verify(signed.checkpoint(), signed.signatures().get(0))).isEqualTo(OptionalLong.empty());
    }

    @Test
    void keysOfOtherImplementationsArePrintedAsTheyCame() throws IOException {
        for (String vkey : List.of(
                "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
                "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
                resource("mldsa44-log.vkey").strip())) {
            assertThat(VerifierKey.parse(vkey).vkey()).isEqualTo(vkey);
        }
    }

    @Test
    void everyKeyVerifiesItsOwnSignature() {
        for (SigningKey key : ALL) {
            VerifierKey parsed = VerifierKey.parse(key.verifierKey().vkey());
            assertThat(parsed).isEqualTo(key.verifierKey()).hasSameHashCodeAs(key.verifierKey());
            OptionalLong time = parsed.verify(CHECKPOINT, key.sign(CHECKPOINT, Fixture.NOW));
            assertThat(time).isEqualTo(parsed.type() == 1 ? OptionalLong.empty() : OptionalLong.of(Fixture.NOW));
        }
    }

    @Test
    void signaturesAreDeterministic() {
        for (SigningKey key : ALL) {
            assertThat(key.sign(CHECKPOINT, 5)).isEqualTo(key.sign(CHECKPOINT, 5));
        }
    }

    @Test
    void anyChangedBitOfASignatureIsRefused() {
        Seeded.check(40, random -> {
            SigningKey key = ALL.get(random.nextInt(ALL.size()));
            NoteSignature good = key.sign(CHECKPOINT, Fixture.NOW);
            byte[] bytes = good.bytes();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            NoteSignature bad = NoteSignature.of(good.name(), good.keyId(), bytes);
            assertRefused(BAD_SIGNATURE, () -> key.verifierKey().verify(CHECKPOINT, bad));
        });
    }

    @Test
    void aSignatureHoldsForNoOtherCheckpoint() {
        List<Checkpoint> others = List.of(
                Checkpoint.of("other.example/log", CHECKPOINT.head()),
                Checkpoint.of(
                        CHECKPOINT.origin(), new TreeHead(14, CHECKPOINT.head().root())),
                Checkpoint.of(CHECKPOINT.origin(), new TreeHead(13, Hash.leaf(new byte[0]))));
        for (SigningKey key : ALL) {
            NoteSignature line = key.sign(CHECKPOINT, Fixture.NOW);
            for (Checkpoint other : others) {
                assertRefused(BAD_SIGNATURE, () -> key.verifierKey().verify(other, line));
            }
        }
    }

    @Test
    void extensionLinesAreCoveredByEd25519Alone() {
        Checkpoint extended = new Checkpoint(CHECKPOINT.origin(), CHECKPOINT.head(), List.of("more"));
        assertRefused(BAD_SIGNATURE, () -> WITNESS.verifierKey().verify(extended, WITNESS.sign(CHECKPOINT, 1)));
        assertThat(WITNESS_PQ.verifierKey().verify(extended, WITNESS_PQ.sign(CHECKPOINT, 1)))
                .hasValue(1);
    }

    @Test
    void truncatedSignaturesAreRefused() {
        for (SigningKey key : ALL) {
            NoteSignature good = key.sign(CHECKPOINT, Fixture.NOW);
            byte[] shorter = Arrays.copyOf(good.bytes(), good.bytes().length - 1);
            byte[] longer = Arrays.copyOf(good.bytes(), good.bytes().length + 1);
            for (byte[] bytes : List.of(shorter, longer)) {
                NoteSignature bad = NoteSignature.of(good.name(), good.keyId(), bytes);
                assertRefused(BAD_SIGNATURE, () -> key.verifierKey().verify(CHECKPOINT, bad));
            }
        }
    }

    @Test
    void oneTypeNeverVerifiesAsAnother() {
        // The same point as log key and as cosigner: two key IDs, and the line of one is foreign to the other.
        Ed25519SigningKey log = Ed25519SigningKey.fromSeed("witness.example/w", Fixture.seed(9));
        assertThat(log.verifierKey().publicKey())
                .isEqualTo(WITNESS.verifierKey().publicKey());
        assertThat(log.verifierKey().keyId()).isNotEqualTo(WITNESS.verifierKey().keyId());
        assertRefused(MISSING_SIGNATURE, () -> log.verifierKey().verify(CHECKPOINT, WITNESS.sign(CHECKPOINT, 1)));
    }

    @Test
    void aTimeAboveTheSignedRangeIsRefused() {
        for (SigningKey key : List.of(WITNESS, WITNESS_PQ)) {
            byte[] bytes = key.sign(CHECKPOINT, 1).bytes();
            bytes[0] = (byte) 0x80;
            NoteSignature bad =
                    NoteSignature.of(key.verifierKey().name(), key.verifierKey().keyId(), bytes);
            assertRefused(BAD_SIGNATURE, () -> key.verifierKey().verify(CHECKPOINT, bad));
            assertRefused(OUT_OF_RANGE, () -> key.sign(CHECKPOINT, -1));
        }
    }

    @Test
    void theTimeZeroClaimsNothing() {
        for (SigningKey key : List.of(WITNESS, WITNESS_PQ)) {
            assertThat(key.verifierKey().verify(CHECKPOINT, key.sign(CHECKPOINT, 0)))
                    .isEmpty();
        }
    }

    @Test
    void cosignedMessagesHaveTheSpecifiedLayout() {
        assertThat(Fixture.text(Ed25519CosignatureKey.message(CHECKPOINT, 1_679_315_147)))
                .isEqualTo("cosignature/v1\ntime 1679315147\n" + CHECKPOINT.encode());
        byte[] message = MlDsa44CosignatureKey.message(
                "w", 0x0102, "log", 8, 13, CHECKPOINT.head().root());
        String expected = "737562747265652f76310a00" + "0177" + "0000000000000102" + "036c6f67" + "0000000000000008"
                + "000000000000000d" + CHECKPOINT.head().root().hex();
        assertThat(HexFormat.of().formatHex(message)).isEqualTo(expected);
        assertThat(message).hasSize(70 + 1 + 3);
    }

    @Test
    void namesAbove127BytesHaveAnUnsignedLength() {
        MlDsa44CosigningKey key = MlDsa44CosigningKey.fromSeed("n".repeat(255), Fixture.seed(3));
        Checkpoint checkpoint = Checkpoint.of("o".repeat(255), CHECKPOINT.head());
        assertThat(key.verifierKey().verify(checkpoint, key.sign(checkpoint, 7)))
                .hasValue(7);
    }

    @Test
    void subtreeCosignaturesHoldForTheirRangeAlone() {
        Tree tree = Fixture.tiles(13).tree(13);
        Subtree subtree = new Subtree(8, 13);
        Hash root = tree.subtree(subtree);
        NoteSignature line = WITNESS_PQ.signSubtree(Fixture.ORIGIN, subtree, root);
        MlDsa44CosignatureKey key = WITNESS_PQ.verifierKey();
        key.verifySubtree(Fixture.ORIGIN, subtree, root, line);
        assertRefused(BAD_SIGNATURE, () -> key.verifySubtree(Fixture.ORIGIN, new Subtree(8, 12), root, line));
        assertRefused(BAD_SIGNATURE, () -> key.verifySubtree("other", subtree, root, line));
        assertRefused(BAD_SIGNATURE, () -> key.verifySubtree(Fixture.ORIGIN, subtree, Hash.EMPTY_ROOT, line));
    }

    @Test
    void malformedVerifierKeysAreRefused() {
        String good = Fixture.LOG_ED.verifierKey().vkey();
        String name = Fixture.ORIGIN;
        byte[] key = Fixture.LOG_ED.verifierKey().publicKey();
        for (String bad : List.of(
                "",
                name,
                name + "+00000000",
                name + "+00000000+",
                good + "!",
                good.substring(0, good.length() - 4),
                good.replace(name, "other"),
                good.replace(name, "a b"),
                good.replace(name, ""),
                upperCaseId(good),
                vkey(name, 2, key),
                vkey(name, 0xff, key),
                vkey(name, 1, Arrays.copyOf(key, 31)),
                vkey(name, 1, new byte[32]),
                vkey(name, 4, new byte[31]),
                vkey(name, 6, new byte[1311]))) {
            assertMalformed(() -> VerifierKey.parse(bad));
        }
    }

    @Test
    void pointsOfSmallOrderAreRefused() {
        // The neutral element, and a point of order eight (RFC 7748 lists its Montgomery relatives).
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        byte[] orderEight = HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
        assertMalformed(() -> Ed25519Key.of("a", neutral));
        assertMalformed(() -> Ed25519CosignatureKey.of("a", orderEight));
    }

    @Test
    void pointsOfMixedOrderAreRefused() {
        // Seven of eight points on the curve have a component of small order.
        Seeded.check(20, random -> {
            byte[] point = Seeded.bytes(random, 32);
            while (!Ed25519.validatePublicKeyPartial(point, 0) || Ed25519.validatePublicKeyFull(point, 0)) {
                random.nextBytes(point);
            }
            assertMalformed(() -> Ed25519Key.of("a", point));
        });
    }

    @Test
    void seedsHaveThirtyTwoBytes() {
        assertMalformed(() -> Ed25519SigningKey.fromSeed("a", new byte[31]));
        assertMalformed(() -> Ed25519CosigningKey.fromSeed("a", new byte[33]));
        assertMalformed(() -> MlDsa44CosigningKey.fromSeed("a", new byte[64]));
    }

    @Test
    void destroyedKeysSignNothingAndPrintNoSecret() {
        String seed = HexFormat.of().formatHex(Fixture.seed(0x5a));
        String base64 = Base64.getEncoder().encodeToString(Fixture.seed(0x5a));
        for (SigningKey key : List.of(
                Ed25519SigningKey.fromSeed("a", Fixture.seed(0x5a)),
                Ed25519CosigningKey.fromSeed("a", Fixture.seed(0x5a)),
                MlDsa44CosigningKey.fromSeed("a", Fixture.seed(0x5a)))) {
            assertThat(key.toString()).doesNotContain(seed).doesNotContain(base64);
            assertThat(key.isDestroyed()).isFalse();
            key.destroy();
            assertThat(key.isDestroyed()).isTrue();
            assertThatThrownBy(() -> key.sign(CHECKPOINT, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static String vkey(String name, int type, byte[] key) {
        return NoteKeys.vkey(name, NoteKeys.keyId(name, type, key), type, key);
    }

    private static String upperCaseId(String vkey) {
        int first = vkey.indexOf('+');
        String id = vkey.substring(first, first + 9);
        String upper = id.toUpperCase(java.util.Locale.ROOT);
        assertThat(upper).as("the fixture's key ID holds a letter").isNotEqualTo(id);
        return vkey.replace(id, upper);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(KeysTest.class.getResourceAsStream(name))) {
            return Fixture.text(in.readAllBytes());
        }
    }

    @Test
    void keyIdsAreTheFirstBytesOfTheHash() {
        byte[] id = Arrays.copyOf(
                Hash.sha256(
                                Fixture.utf8(WITNESS.verifierKey().name()),
                                new byte[] {'\n', 4},
                                WITNESS.verifierKey().publicKey())
                        .bytes(),
                4);
        assertThat(WITNESS.verifierKey().keyId()).isEqualTo(ByteBuffer.wrap(id).getInt());
    }
}
