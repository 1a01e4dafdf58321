package org.comity.cli.bench;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.bench.BenchFailed;
import org.comity.bench.BenchOptions;
import org.comity.bench.Benchmarks;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comity bench}. */
@Command(
        name = "bench",
        description = "Measure this machine: exchange, fanout, log, age, proofs or start.",
        footer = {
            "",
            "Needs no running node. With --json the last line is one JSON object.",
            "",
            "Example:",
            "  comity bench exchange --seconds 20 --json"
        })
public final class BenchCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "exchange, fanout, log, age, proofs or start.")
    private String name = "";

    @Option(names = "--seconds", paramLabel = "N", description = "Measured time of each part; 10 if not said.")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--warm-up", paramLabel = "N", description = "Longest warm-up in seconds; 30 if not said.")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(
            names = "--waiting",
            paramLabel = "N",
            description = "Callers that wait at the same time; 1024 if not said.")
    private Optional<Integer> waiting = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Exchanges offered a second, in place of waiting callers.")
    private Optional<Integer> rate = Optional.empty();

    @Option(names = "--file-mib", paramLabel = "N", description = "Length of the sealed file in MiB; 512 if not said.")
    private Optional<Integer> fileMiB = Optional.empty();

    @Option(names = "--one-process", description = "Run both nodes in this process.")
    private boolean oneProcess;

    @Option(names = "--json", description = "Print one JSON object on the last line.")
    private boolean json;

    public BenchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!Benchmarks.NAMES.contains(name)) {
            throw CommandFailed.usage(
                    "there is no benchmark " + name, "choose one of " + String.join(", ", Benchmarks.NAMES));
        }
        BenchOptions standard = BenchOptions.standard();
        BenchOptions options = new BenchOptions(
                json,
                seconds.orElse(standard.seconds()),
                warmUp.orElse(standard.warmUpSeconds()),
                waiting.orElse(standard.waiting()),
                rate.orElse(standard.rate()),
                fileMiB.orElse(standard.fileMiB()),
                oneProcess);
        try {
            Benchmarks.run(name, options, session.terminal().out());
        } catch (BenchFailed e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    String.valueOf(e.getMessage()),
                    "its figures, if any, are worth nothing; try again",
                    e);
        }
        return ExitCode.OK.number();
    }
}
