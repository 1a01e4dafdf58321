package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;

/** What every blob store does. */
abstract class BlobsContract {
    abstract Blobs blobs();

    static Hash put(Blobs blobs, String text) {
        try (BlobSink sink = blobs.create()) {
            sink.write(ByteBuffer.wrap(bytes(text)));
            return sink.commit();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void addressIsTheDigestOfAllThatWasWritten() {
        try (BlobSink sink = blobs().create()) {
            assertThat(sink.write(ByteBuffer.wrap(bytes("ab")))).isEqualTo(2);
            sink.write(ByteBuffer.wrap(bytes("xcx"), 1, 1));
            assertThat(sink.commit()).isEqualTo(Hash.sha256(bytes("abc")));
        }
    }

    @Test
    void readsFromAnyPosition() throws IOException {
        Blobs blobs = blobs();
        Hash id = put(blobs, "0123456789");
        try (SeekableByteChannel in = blobs.open(id)) {
            assertThat(in.size()).isEqualTo(10);
            ByteBuffer three = ByteBuffer.allocate(3);
            in.position(8);
            assertThat(in.read(three)).isEqualTo(2);
            assertThat(in.position()).isEqualTo(10);
            assertThat(in.read(three)).isEqualTo(-1);
            assertThat(three.array()).startsWith('8', '9');
            in.position(99);
            assertThat(in.read(three)).isEqualTo(-1);
            assertThatThrownBy(() -> in.position(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void openedBlobCannotBeChanged() throws IOException {
        Blobs blobs = blobs();
        Hash id = put(blobs, "a");
        try (SeekableByteChannel in = blobs.open(id)) {
            assertThatThrownBy(() -> in.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> in.truncate(0)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void closedReaderRefusesToRead() throws IOException {
        Blobs blobs = blobs();
        SeekableByteChannel in = blobs.open(put(blobs, "a"));
        in.close();
        assertThat(in.isOpen()).isFalse();
        assertThatThrownBy(() -> in.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void nothingIsThereBeforeTheCommit() {
        Blobs blobs = blobs();
        try (BlobSink sink = blobs.create()) {
            sink.write(ByteBuffer.wrap(bytes("abc")));
            assertThat(blobs.has(Hash.sha256(bytes("abc")))).isFalse();
            assertThat(blobs.has(sink.commit())).isTrue();
        }
    }

    @Test
    void closingWithoutCommitThrowsTheBytesAway() {
        Blobs blobs = blobs();
        BlobSink sink = blobs.create();
        sink.write(ByteBuffer.wrap(bytes("abc")));
        assertThat(sink.isOpen()).isTrue();
        sink.close();
        sink.close();
        assertThat(sink.isOpen()).isFalse();
        assertThat(blobs.has(Hash.sha256(bytes("abc")))).isFalse();
        assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(sink::commit).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void committingTheSameContentTwiceIsNoMistake() throws IOException {
        Blobs blobs = blobs();
        Hash id = put(blobs, "abc");
        assertThat(put(blobs, "abc")).isEqualTo(id);
        try (SeekableByteChannel in = blobs.open(id)) {
            assertThat(in.size()).isEqualTo(3);
        }
    }

    @Test
    void severalSinksAreOpenAtOnce() {
        Blobs blobs = blobs();
        try (BlobSink one = blobs.create();
                BlobSink two = blobs.create()) {
            one.write(ByteBuffer.wrap(bytes("1")));
            two.write(ByteBuffer.wrap(bytes("2")));
            assertThat(two.commit()).isEqualTo(Hash.sha256(bytes("2")));
            assertThat(one.commit()).isEqualTo(Hash.sha256(bytes("1")));
        }
    }

    @Test
    void emptyBlobIsABlob() {
        Blobs blobs = blobs();
        assertThat(blobs.has(put(blobs, ""))).isTrue();
    }

    @Test
    void deletedBlobIsMissing() {
        Blobs blobs = blobs();
        Hash id = put(blobs, "abc");
        blobs.delete(id);
        blobs.delete(id);
        assertThat(blobs.has(id)).isFalse();
        assertThatThrownBy(() -> blobs.open(id)).isInstanceOf(BlobMissing.class).hasMessageContaining(id.hex());
    }
}
