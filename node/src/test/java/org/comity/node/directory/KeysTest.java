package org.comity.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.comity.node.access.SecretFileRefused;
import org.comity.node.access.SeededEntropy;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.NoteSignature;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private final Members member = new Members("XA");
    private final NodeKeys keys = member.keys;
    private final SeededEntropy entropy = new SeededEntropy(99);

    @TempDir
    Path folder;

    @Test
    void nodeKeysReadBackWhatWasWritten() {
        Path file = folder.resolve(NodeKeys.FILE);
        NodeKeys rotated = keys.rotateParcel(entropy);
        rotated.create(file);
        NodeKeys read = NodeKeys.load(file);
        assertThat(read.origin()).isEqualTo(rotated.origin());
        assertThat(read.logKeys()).isEqualTo(rotated.logKeys());
        assertThat(read.witnessKeys()).isEqualTo(rotated.witnessKeys());
        assertThat(read.parcelIdentity()).isEqualTo(rotated.parcelIdentity());
        assertThat(read.previousParcelIdentity()).contains(keys.parcelIdentity());
        assertThat(read.vaultIdentity()).isEqualTo(rotated.vaultIdentity());
        assertThat(read.recoveryRecipient()).isEqualTo(rotated.recoveryRecipient());
        assertThat(read.tls().pin()).isEqualTo(rotated.tls().pin());
        assertThat(read.nextTls().pin()).isEqualTo(rotated.nextTls().pin());
        assertThat(read.revealStorageKey()).isEqualTo(rotated.revealStorageKey());
        assertThat(read.dutyKey().publicKey()).isEqualTo(rotated.dutyKey().publicKey());
    }

    @Test
    void identityKeysReadBackWhatWasWritten() {
        Path file = folder.resolve(IdentityKeys.FILE);
        member.identity.create(file);
        assertThat(IdentityKeys.load(file).publicKeys()).isEqualTo(member.identity.publicKeys());
    }

    @Test
    void refusesKeyFilesThatOthersCanRead() throws IOException {
        Path file = folder.resolve(NodeKeys.FILE);
        keys.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> NodeKeys.load(file))
                .isInstanceOf(SecretFileRefused.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesNodeKeysAsIdentityKeys() {
        Path file = folder.resolve(NodeKeys.FILE);
        keys.create(file);
        assertThatThrownBy(() -> IdentityKeys.load(file)).isInstanceOf(SecretFileRefused.class);
    }

    @Test
    void refusesATruncatedKeyFileAndShowsNoSecret() throws IOException {
        Path file = folder.resolve(NodeKeys.FILE);
        keys.create(file);
        byte[] all = Files.readAllBytes(file);
        for (int length = 30; length < all.length; length += 37) {
            byte[] part = Arrays.copyOf(all, length);
            Files.write(file, part);
            assertThatThrownBy(() -> NodeKeys.load(file))
                    .isInstanceOf(SecretFileRefused.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void printsNoSecret() {
        String printed =
                keys + " " + member.identity + " " + keys.tls() + " " + keys.dutyKey() + " " + keys.parcelIdentity();
        assertThat(printed)
                .doesNotContainIgnoringCase(HexFormat.of().formatHex(keys.revealStorageKey()))
                .doesNotContainIgnoringCase(
                        HexFormat.of().formatHex(keys.dutyKey().revealSeed()))
                .doesNotContainIgnoringCase(HexFormat.of().formatHex(keys.tls().revealScalar()))
                .doesNotContain(keys.parcelIdentity().revealSecretText());
    }

    @Test
    void theNextTlsKeyBecomesTheCurrentOne() {
        NodeKeys rotated = keys.rotateTls(entropy);
        assertThat(rotated.tls().pin()).isEqualTo(keys.nextTls().pin());
        assertThat(rotated.nextTls().pin())
                .isNotIn(keys.tls().pin(), keys.nextTls().pin());
        assertThat(rotated.logKeys()).isEqualTo(keys.logKeys());
    }

    @Test
    void thePreviousParcelKeyCanBeDestroyed() {
        NodeKeys rotated = keys.rotateParcel(entropy);
        assertThat(rotated.previousParcelIdentity()).contains(keys.parcelIdentity());
        assertThat(rotated.parcelIdentity()).isNotEqualTo(keys.parcelIdentity());
        assertThat(rotated.withoutPreviousParcel().previousParcelIdentity()).isEmpty();
    }

    @Test
    void aGenerationHasNewLogAndWitnessKeysUnderNewNames() {
        NodeKeys next = keys.nextGeneration(entropy);
        assertThat(keys.origin()).isEqualTo("node.xa.example/log/g1");
        assertThat(next.origin()).isEqualTo("node.xa.example/log/g2");
        assertThat(next.logKeys()).doesNotContainAnyElementsOf(keys.logKeys());
        assertThat(next.witnessKeys().getFirst().name())
                .isNotEqualTo(keys.witnessKeys().getFirst().name());
        assertThat(next.tls().pin()).isEqualTo(keys.tls().pin());
    }

    @Test
    void bothLogKeysSignACheckpoint() {
        SignedCheckpoint signed = member.checkpoint(5);
        assertThat(keys.logKeys()).extracting(VerifierKey::type).containsExactly(0x01, 0x06);
        assertThatCode(() -> new CheckpointPolicy(keys.origin(), keys.logKeys()).verify(signed))
                .doesNotThrowAnyException();
    }

    @Test
    void bothWitnessKeysCosignAnotherLog() {
        Checkpoint checkpoint = Checkpoint.of("other.example/log/g1", TreeHead.EMPTY);
        List<NoteSignature> lines = keys.witnessSigners().stream()
                .map(key -> key.sign(checkpoint, 1_800_000_000L))
                .toList();
        List<VerifierKey> witness = keys.witnessKeys();
        assertThat(witness).extracting(VerifierKey::type).containsExactly(0x04, 0x06);
        assertThat(witness.getFirst().verify(checkpoint, lines.getFirst())).hasValue(1_800_000_000L);
        assertThat(witness.getLast().verify(checkpoint, lines.getLast())).hasValue(1_800_000_000L);
    }

    @Test
    void refusesToSignAnotherLog() {
        SoftwareSigner signer = new SoftwareSigner(keys);
        Checkpoint foreign = Checkpoint.of("other.example/log/g1", TreeHead.EMPTY);
        assertThatThrownBy(() -> signer.signCheckpoint(foreign, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCertificateCarriesTheKeyAndHoldsForAGenerationOfPeople() throws Exception {
        X509Certificate certificate = TlsCertificate.of(keys.tls(), keys.node());
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(TlsKey.pinOf(certificate.getPublicKey()))
                .isEqualTo(keys.tls().pin());
        assertThat(TlsCertificate.of(keys.tls(), keys.node())).isEqualTo(certificate);
    }

    @Test
    void theTlsPrivateKeyBelongsToThePublicOne() throws Exception {
        byte[] content = {1, 2, 3};
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.tls().privateKey());
        signer.update(content);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(keys.tls().publicKey());
        verifier.update(content);
        assertThat(verifier.verify(signature)).isTrue();
    }
}
