package org.comity.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How long the disk of a folder takes to make 4 KiB durable: the unit in which latencies of a durable log are to be read. */
final class DiskProbe {

    private static final int BLOCK = 4_096;
    private static final int MOST = 200;
    private static final long LONGEST_NANOS = 1_000_000_000;

    private DiskProbe() {}

    /** Median of up to 200 appends with a force each, within about a second, in milliseconds. */
    static double forceMs(Path folder) throws IOException {
        Latencies times = new Latencies();
        Path file = folder.resolve("probe");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            long began = System.nanoTime();
            for (int i = 0; i < MOST && System.nanoTime() - began < LONGEST_NANOS; i++) {
                block.clear();
                long start = System.nanoTime();
                channel.write(block);
                channel.force(false);
                times.add(System.nanoTime() - start);
            }
        }
        return times.ms(0.5);
    }
}
