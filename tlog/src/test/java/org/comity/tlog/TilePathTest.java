package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comity.tlog.LogException.Fault.OUT_OF_RANGE;
import static org.comity.tlog.Refusals.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @Test
    void printsTheExampleOfTheSpecification() {
        assertThat(new TilePath.Hashes(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new TilePath.Hashes(63, 0, 1).path()).isEqualTo("tile/63/000.p/1");
        assertThat(new TilePath.Entries(999, 255).path()).isEqualTo("tile/entries/999.p/255");
        assertThat(new TilePath.Entries(1000, 256).path()).isEqualTo("tile/entries/x001/000");
        assertThat(TilePath.parse("checkpoint")).isEqualTo(new TilePath.Head());
    }

    @Test
    void everyPathIsReadBack() {
        Seeded.check(2_000, random -> {
            long number = (random.nextLong() & TilePath.MAX_NUMBER) >>> random.nextInt(54);
            int width = 1 + random.nextInt(256);
            TilePath path = random.nextBoolean()
                    ? new TilePath.Hashes(random.nextInt(64), number, width)
                    : new TilePath.Entries(number, width);
            assertThat(TilePath.parse(path.path())).isEqualTo(path);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/checkpoint",
                "checkpoint/",
                "Checkpoint",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "tile/00/000",
                "tile/-1/000",
                "tile/64/000",
                "tile/99999999999999999999/000",
                "tile/0/0",
                "tile/0/0000",
                "tile/0/1234",
                "tile/0/x000/001",
                "tile/0/x001",
                "tile/0/x001/",
                "tile/0/001/x234",
                "tile/0/x1/234",
                "tile/0/X001/234",
                "tile/0/x001//234",
                "tile/0/000/",
                "tile/0/000.p",
                "tile/0/000.p/",
                "tile/0/000.p/0",
                "tile/0/000.p/00",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/1/1",
                "tile/0/000.q/1",
                "tile/0/../000",
                "tile/entries/0",
                "tile/entries",
                "tile/entry/000",
                "tile/0/\u0660\u0660\u0660",
                "tile/0/x018/x014/x398/x509/x481/984"
            })
    void otherSpellingsAreRefused(String path) {
        assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(LogException.class);
    }

    @Test
    void outOfRangeTilesAreRefused() {
        assertRefused(OUT_OF_RANGE, () -> new TilePath.Hashes(64, 0, 1));
        assertRefused(OUT_OF_RANGE, () -> new TilePath.Hashes(0, -1, 1));
        assertRefused(OUT_OF_RANGE, () -> new TilePath.Hashes(0, TilePath.MAX_NUMBER + 1, 1));
        assertRefused(OUT_OF_RANGE, () -> new TilePath.Entries(0, 0));
        assertRefused(OUT_OF_RANGE, () -> new TilePath.Entries(0, 257));
    }
}
