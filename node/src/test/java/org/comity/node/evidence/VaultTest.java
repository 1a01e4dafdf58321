package org.comity.node.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.comity.age.Age;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.Workers;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class VaultTest {
    static final int[] LENGTHS = Sizes.INTERESTING;
    static final int[] FLIPS = {0, 15, 16, 65_600, 299_999};

    private final Random random = Sizes.random(7);
    private final PostQuantumIdentity own = PostQuantumIdentity.generate(random::nextBytes);
    private final PostQuantumIdentity peer = PostQuantumIdentity.generate(random::nextBytes);
    private final ChangeableBlobs blobs = new ChangeableBlobs();
    private final Vault vault = new Vault(
            blobs, new VaultKeys(List.of(own.recipient()), List.of(own)), random::nextBytes, Workers.callingThread());

    @ParameterizedTest
    @FieldSource("LENGTHS")
    void oneEncryptionIsMadeAgainPieceByPiece(int length) throws IOException {
        byte[] plain = Sizes.bytes(length);
        AtomicLong progress = new AtomicLong();
        Vault.Sealed sealed = takeIn(plain, progress);
        assertThat(progress.get()).isEqualTo(length);
        assertThat(sealed.sha256()).isEqualTo(Hash.sha256(plain));
        assertThat(sealed.length()).isEqualTo(length);
        assertThat(sealed.pieces())
                .isEqualTo(PieceTreeTest.list(join(sealed.header(), blobs.content(sealed.content()))));
        vault.verify(sealed.header(), sealed.content(), Hash.sha256(plain), length);

        Vault.Outgoing outgoing = prepare(sealed, plain);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PieceList pieces = outgoing.pieces();
        for (int i = 0; i < pieces.count(); i++) {
            file.write(vault.regenerate(sealed.header(), sealed.content(), outgoing, i, 1));
        }
        assertThat(file.toByteArray()).isEqualTo(outgoing.sealing().seal(plain));
        assertThat(Age.open(file.toByteArray(), List.of(peer))).isEqualTo(plain);
        assertThat(vault.regenerate(sealed.header(), sealed.content(), outgoing, 0, pieces.count()))
                .isEqualTo(file.toByteArray());
    }

    @Test
    void headerIsNotAmongTheStoredBytes() throws IOException {
        Vault.Sealed sealed = takeIn(Sizes.bytes(100), new AtomicLong());
        assertThat(blobs.content(sealed.content())).hasSize(16 + 100 + 16);
        assertThat(new String(sealed.header(), StandardCharsets.US_ASCII))
                .startsWith("age-encryption.org/v1\n-> mlkem768x25519 ");
    }

    @Test
    void readsAcrossTheSeamOfItsTwoParts() throws IOException {
        byte[] whole = Sizes.bytes(300);
        VaultFile file = new VaultFile(Arrays.copyOf(whole, 100), blobs.put(Arrays.copyOfRange(whole, 100, 300)));
        for (int from = 0; from < 300; from += 7) {
            ByteBuffer target = ByteBuffer.allocate(300 - from + 5).position(5);
            file.read(from, target);
            assertThat(Arrays.copyOfRange(target.array(), 5, target.capacity()))
                    .isEqualTo(Arrays.copyOfRange(whole, from, 300));
        }
    }

    @ParameterizedTest
    @FieldSource("FLIPS")
    void noByteIsMadeAgainFromAChangedCopy(int at) throws IOException {
        byte[] plain = Sizes.bytes(300_000);
        Vault.Sealed sealed = takeIn(plain, new AtomicLong());
        Vault.Outgoing outgoing = prepare(sealed, plain);
        blobs.flip(sealed.content(), at);
        assertDamaged(() -> vault.regenerate(sealed.header(), sealed.content(), outgoing, 0, 1));
        assertDamaged(() -> prepare(sealed, plain));
    }

    @Test
    void aMissingCopyIsDamage() throws IOException {
        byte[] plain = Sizes.bytes(10);
        Vault.Sealed sealed = takeIn(plain, new AtomicLong());
        blobs.delete(sealed.content());
        assertDamaged(() -> prepare(sealed, plain));
    }

    @Test
    void aForeignPlaintextUnderTheSameKeysStopsBeforeAByteLeaves() throws IOException {
        byte[] plain = Sizes.bytes(200_000);
        Vault.Sealed sealed = takeIn(plain, new AtomicLong());
        Vault.Outgoing outgoing = prepare(sealed, plain);
        byte[] other = plain.clone();
        other[150_000] ^= 1;
        Vault.Sealed changed = takeIn(other, new AtomicLong());
        assertDamaged(() -> vault.regenerate(changed.header(), changed.content(), outgoing, 0, 1));
    }

    @Test
    void anotherDigestIsNoticedWhenVerifying() throws IOException {
        Vault.Sealed sealed = takeIn(new byte[] {1, 2, 3}, new AtomicLong());
        assertThatExceptionOfType(EvidenceException.class)
                .isThrownBy(() -> vault.verify(sealed.header(), sealed.content(), Hash.sha256(new byte[3]), 3))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_DIGEST));
    }

    @Test
    void aFileForAnotherVaultIsNoticedWhenVerifying() throws IOException {
        byte[] plain = Sizes.bytes(10);
        Vault.Outgoing outgoing = prepare(takeIn(plain, new AtomicLong()), plain);
        byte[] file = outgoing.sealing().seal(plain);
        int split = outgoing.sealing().header().length();
        Hash content = Hash.sha256(Arrays.copyOfRange(file, split, file.length));
        blobs.put(Arrays.copyOfRange(file, split, file.length));
        assertThatExceptionOfType(EvidenceException.class)
                .isThrownBy(() -> vault.verify(Arrays.copyOf(file, split), content, Hash.sha256(plain), 10))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOR_THIS_VAULT));
    }

    private Vault.Sealed takeIn(byte[] plain, AtomicLong progress) throws IOException {
        return vault.takeIn(Channels.newChannel(new ByteArrayInputStream(plain)), progress::set);
    }

    private Vault.Outgoing prepare(Vault.Sealed sealed, byte[] plain) throws IOException {
        ItemDetail detail = new ItemDetail(
                "a.bin", "application/octet-stream", Hash.sha256(plain), plain.length, Optional.empty(), Terms.NONE);
        return vault.prepare(sealed.header(), sealed.content(), detail, peer.recipient());
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void assertDamaged(Call call) {
        assertThatExceptionOfType(EvidenceException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.DAMAGED));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
