package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.comity.tlog.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobsTest extends BlobsContract {
    @TempDir
    Path place;

    @Override
    Blobs blobs() {
        return new FolderBlobs(place.resolve("blobs"));
    }

    private Path file(Hash id) {
        String hex = id.hex();
        return place.resolve("blobs")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex);
    }

    @Test
    void fileLiesTwoFoldersDeepForItsOwnerAlone() throws IOException {
        Hash id = put(blobs(), "abc");
        assertThat(file(id)).hasBinaryContent(bytes("abc"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(id))))
                .isEqualTo("rw-------");
        for (Path folder : new Path[] {file(id).getParent(), place.resolve("blobs"), place.resolve("blobs/incoming")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void nothingRemainsIncomingAfterCommitAndClose() throws IOException {
        Blobs blobs = blobs();
        put(blobs, "abc");
        blobs.create().close();
        assertThat(place.resolve("blobs/incoming")).isEmptyDirectory();
    }

    @Test
    void openingRemovesTheRestOfACrashAndKeepsBlobs() {
        Blobs before = blobs();
        Hash id = put(before, "kept");
        BlobSink torn = before.create();
        torn.write(ByteBuffer.wrap(bytes("half")));
        Blobs after = blobs();
        assertThat(place.resolve("blobs/incoming")).isEmptyDirectory();
        assertThat(after.has(id)).isTrue();
        torn.close();
    }

    @Test
    void failureOfTheFolderIsAStorageFailure() throws IOException {
        Files.writeString(place.resolve("blobs"), "a file where the folder should be");
        assertThatThrownBy(this::blobs)
                .isInstanceOfSatisfying(
                        StorageFailed.class, e -> assertThat(e.isFull()).isFalse());
    }

    @Test
    void commitThatCannotBeRenamedLeavesNoBlob() throws IOException {
        Blobs blobs = blobs();
        Hash id = Hash.sha256(bytes("abc"));
        Files.writeString(place.resolve("blobs").resolve(id.hex().substring(0, 2)), "in the way");
        try (BlobSink sink = blobs.create()) {
            sink.write(ByteBuffer.wrap(bytes("abc")));
            assertThatThrownBy(sink::commit).isInstanceOf(StorageFailed.class);
        }
        assertThat(blobs.has(id)).isFalse();
        assertThat(place.resolve("blobs/incoming")).isEmptyDirectory();
    }
}
