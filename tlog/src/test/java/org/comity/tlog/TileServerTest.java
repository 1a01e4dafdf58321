package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comity.tlog.LogException.Fault.LIMIT_EXCEEDED;
import static org.comity.tlog.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileServerTest {
    private static final int MAX = (1 << 16) + 600;
    private static final List<Hash> LEAVES = Fixture.leaves(MAX);
    private static final MemoryTiles TILES = Fixture.tiles(MAX);

    private static List<byte[]> entries(long first, int count) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(Fixture.entry(first + i));
        }
        return entries;
    }

    private static TileServer server(int size) {
        return new TileServer(Fixture.signed(TILES.tree(size).head()), TILES, TileServerTest::entries);
    }

    /** The tile by its definition: roots of complete subtrees, computed from the leaves alone. */
    private static byte[] naive(int level, int number, int width) {
        int leaves = 1 << (8 * level);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < width; i++) {
            int start = (number * 256 + i) * leaves;
            out.writeBytes(NaiveTree.root(LEAVES.subList(start, start + leaves)).bytes());
        }
        return out.toByteArray();
    }

    @Test
    void servesTheSignedHead() {
        TileAnswer answer = server(5).get("checkpoint");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.immutable()).isFalse();
        assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(SignedCheckpoint.parse(answer.body()).checkpoint().head())
                .isEqualTo(TILES.tree(5).head());
    }

    @Test
    void everyTileOfEverySmallSizeIsTheNaiveOne() {
        for (int size : new int[] {1, 2, 255, 256, 257, 511, 512, 600}) {
            TileServer server = server(size);
            for (int number = 0; number <= 3; number++) {
                for (int width : new int[] {1, 88, 254, 255, 256}) {
                    TileAnswer answer = server.get(new TilePath.Hashes(0, number, width).path());
                    if (number * 256 + width <= size) {
                        assertThat(answer.status()).isEqualTo(200);
                        assertThat(answer.immutable()).isTrue();
                        assertThat(answer.contentType()).isEqualTo("application/octet-stream");
                        assertThat(answer.body()).isEqualTo(naive(0, number, width));
                    } else {
                        assertThat(answer.status()).isEqualTo(404);
                        assertThat(answer.body()).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void upperLevelsHoldCompleteSubtreesOnly() {
        TileServer server = server(MAX);
        assertThat(server.get("tile/1/000").body()).isEqualTo(naive(1, 0, 256));
        assertThat(server.get("tile/1/001.p/2").body()).isEqualTo(naive(1, 1, 2));
        assertThat(server.get("tile/1/001.p/3").status()).isEqualTo(404);
        assertThat(server.get("tile/2/000.p/1").body()).isEqualTo(naive(2, 0, 1));
        assertThat(server.get("tile/2/000.p/2").status()).isEqualTo(404);
        assertThat(server.get("tile/3/000.p/1").status()).isEqualTo(404);
        assertThat(server(255).get("tile/1/000.p/1").status()).isEqualTo(404);
        assertThat(server(256).get("tile/1/000.p/1").body()).isEqualTo(naive(1, 0, 1));
    }

    @Test
    void servesEntriesWithTheirLengths() {
        byte[] body = server(300).get("tile/entries/001.p/2").body();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 256; i < 258; i++) {
            expected.write(0);
            expected.write(Fixture.entry(i).length);
            expected.writeBytes(Fixture.entry(i));
        }
        assertThat(body).isEqualTo(expected.toByteArray());
        assertThat(server(300).get("tile/entries/000").status()).isEqualTo(200);
        assertThat(server(300).get("tile/entries/001").status()).isEqualTo(404);
    }

    @Test
    void entriesUpTo65535BytesAreServed() {
        byte[] largest = new byte[65_535];
        Arrays.fill(largest, (byte) 7);
        TileServer server =
                new TileServer(Fixture.signed(TILES.tree(1).head()), TILES, (first, count) -> List.of(largest));
        byte[] body = server.get("tile/entries/000.p/1").body();
        assertThat(body).hasSize(65_537).startsWith(0xff, 0xff, 7);
        TileServer tooLarge = new TileServer(
                Fixture.signed(TILES.tree(1).head()), TILES, (first, count) -> List.of(new byte[65_536]));
        assertRefused(LIMIT_EXCEEDED, () -> tooLarge.get("tile/entries/000.p/1"));
    }

    @Test
    void nothingBeyondTheHeadIsServed() {
        for (String path : List.of(
                "tile/0/000.p/6",
                "tile/0/000",
                "tile/0/001.p/1",
                "tile/entries/000.p/6",
                "tile/8/000.p/1",
                "tile/63/000.p/1",
                "tile/0/x018/x014/x398/x509/x481/983",
                "tile/0/0",
                "",
                "../secret")) {
            assertThat(server(5).get(path).status()).as(path).isEqualTo(404);
        }
        TileServer empty = new TileServer(Fixture.signed(TreeHead.EMPTY), TILES, TileServerTest::entries);
        assertThat(empty.get("tile/0/000.p/1").status()).isEqualTo(404);
    }
}
