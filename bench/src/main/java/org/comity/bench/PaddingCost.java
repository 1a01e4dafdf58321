package org.comity.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.comity.node.driver.NodeFolder;
import org.comity.node.ledger.Ledger;
import org.comity.node.ledger.LogPadding;
import org.comity.node.ledger.Source;
import org.comity.node.record.Draft;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;

/** What padding leaves cost: CPU, commits and bytes of the database for each. Run by itself: {@code [LEAVES]}. */
public final class PaddingCost {

    private static final int WORK_LEAVES = 256;

    private PaddingCost() {}

    public static void main(String[] args) throws Exception {
        int leaves = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
        try (ScratchFolder scratch = ScratchFolder.create("padding")) {
            NodeFolder folder = BenchNode.create(scratch.path().resolve("node"), new MemberId("XA"));
            Counters spent;
            long begun;
            long ended;
            long empty;
            try (BenchNode node = BenchNode.open(folder)) {
                pad(node.node().ledger(), leaves / 2);
                empty = bytes(folder.path());
                Counters before = node.counters();
                begun = System.nanoTime();
                pad(node.node().ledger(), leaves);
                ended = System.nanoTime();
                spent = node.counters().since(before);
            }
            double warm = spent.cpuNanos() - spent.compilerNanos();
            System.out.print(new Report("padding")
                    .figure("leaves", "padding leaves", leaves, 0, "")
                    .figure(
                            "bytes_per_leaf",
                            "database",
                            (double) (bytes(folder.path()) - empty) / leaves,
                            0,
                            "bytes a leaf")
                    .figure("warm_cpu_us_per_leaf", "CPU without the compiler", warm / 1e3 / leaves, 1, "us a leaf")
                    .figure(
                            "leaves_per_second",
                            "rate, one work after the other",
                            leaves / ((ended - begun) / 1e9),
                            0,
                            "a second")
                    .table());
        }
    }

    private static void pad(Ledger ledger, int leaves) throws Exception {
        for (int done = 0; done < leaves; done += WORK_LEAVES) {
            ledger.submit(new Source("padding"), turn -> {
                        for (int i = 0; i < WORK_LEAVES; i++) {
                            turn.append(Draft.of(
                                    LogPadding.KIND,
                                    Recipient.nobody(),
                                    Lane.OWN,
                                    "application/octet-stream",
                                    new byte[0]));
                        }
                        return WORK_LEAVES;
                    })
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);
        }
    }

    private static long bytes(Path folder) throws IOException {
        return Files.size(folder.resolve("comity.db"));
    }
}
