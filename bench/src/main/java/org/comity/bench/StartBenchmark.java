package org.comity.bench;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.comity.node.directory.NodeCard;
import org.comity.node.driver.NodeFolder;
import org.comity.node.record.MemberId;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;

/** How long a node takes from the start of its process to its first answer to a peer, and what memory it holds then. */
final class StartBenchmark {

    private static final int STARTS = 3;
    private static final long PATIENCE_SECONDS = 30;

    private final BenchOptions options;
    private final ScratchFolder scratch;

    StartBenchmark(BenchOptions options, ScratchFolder scratch) {
        this.options = options;
        this.scratch = scratch;
    }

    Report run() throws IOException, InterruptedException {
        NodeFolder asking = BenchNode.create(scratch.path().resolve("asking"), new MemberId("XA"));
        Latencies times = new Latencies();
        double resident = Double.NaN;
        try (BenchNode caller = BenchNode.open(asking)) {
            for (int i = 0; i < STARTS; i++) {
                NodeFolder folder =
                        BenchNode.create(scratch.path().resolve("starting" + i), new MemberId("X" + (char) ('B' + i)));
                PeerAddress address = address(folder);
                long start = System.nanoTime();
                try (Partner partner = partner(folder, asking)) {
                    ask(caller, address);
                    times.add(System.nanoTime() - start);
                    resident = ProcessCpu.residentMiB(partner.pid());
                }
            }
        }
        return new Report("start")
                .figure("first_answer_ms", "process start to first answer, median of 3", times.ms(0.5), 0, "ms")
                .figure("resident_mib", "resident memory then", resident, 0, "MiB");
    }

    private Partner partner(NodeFolder folder, NodeFolder asking) throws IOException, InterruptedException {
        return options.oneProcess()
                ? new LocalPartner(folder, asking.card())
                : new ChildPartner(folder, asking.path().resolve(NodeFolder.CARD));
    }

    private static PeerAddress address(NodeFolder folder) {
        NodeCard card = folder.card().node();
        return new PeerAddress(card.member(), card.addresses(), Set.copyOf(card.pins()));
    }

    private static void ask(BenchNode caller, PeerAddress address) throws InterruptedException {
        CompletableFuture<Outcome<PeerAnswer>> first = new CompletableFuture<>();
        caller.world().peers().ask(address, PeerCall.get("/peer/v1/hello"), first::complete);
        try {
            if (!(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS) instanceof Outcome.Done<PeerAnswer>(PeerAnswer answer))
                    || answer.status() != 200) {
                throw new BenchFailed("the started node gave no answer: " + first);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailed("the started node did not answer in " + PATIENCE_SECONDS + " seconds", e);
        }
    }
}
