package org.comity.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReserveTest {

    @TempDir
    Path folder;

    @Test
    void isKeptGivenUpAndMadeAgain() throws IOException {
        Path file = folder.resolve(DiskReserve.FILE);
        DiskReserve reserve = new DiskReserve(file);
        reserve.keep();
        assertThat(Files.size(file)).isEqualTo(DiskReserve.BYTES);
        reserve.spend();
        assertThat(file).doesNotExist();
        reserve.keep();
        assertThat(Files.size(file)).isEqualTo(DiskReserve.BYTES);
    }

    @Test
    void aReserveThatWasCutShortIsFilledUp() throws IOException {
        Path file = folder.resolve(DiskReserve.FILE);
        Files.write(file, new byte[7]);
        new DiskReserve(file).keep();
        assertThat(Files.size(file)).isEqualTo(DiskReserve.BYTES);
    }

    @Test
    void aFolderThatIsGoneDoesNotStopAnything() {
        DiskReserve reserve = new DiskReserve(folder.resolve("gone").resolve(DiskReserve.FILE));
        reserve.keep();
        reserve.spend();
        assertThat(folder.resolve("gone")).doesNotExist();
    }

    @Test
    void saysHowMuchRoomTheDiskHas() {
        Space space = new DiskReserve(folder.resolve(DiskReserve.FILE)).space();
        assertThat(space.totalBytes()).isPositive();
        assertThat(space.freeBytes()).isBetween(0L, space.totalBytes());
    }
}
