package org.comity.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The benchmarks by name. */
public final class Benchmarks {

    /** What {@link #run} takes, in the order of help texts. */
    public static final List<String> NAMES = List.of("exchange", "log", "age", "proofs", "start", "fanout");

    private Benchmarks() {}

    /**
     * Runs one benchmark and prints its table, and with {@link BenchOptions#json} one JSON object as the last line.
     *
     * <p>Everything it writes lies in a temporary folder below {@code java.io.tmpdir}, which is removed at the end.
     *
     * @param name one of {@link #NAMES}
     * @throws IllegalArgumentException if there is no such benchmark
     * @throws BenchFailed if it could not be carried through; the message says why
     */
    public static void run(String name, BenchOptions options, PrintStream out) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("benchmark is " + name + ", legal are " + String.join(", ", NAMES));
        }
        Report report;
        try (ScratchFolder scratch = ScratchFolder.create(name)) {
            report = switch (name) {
                case "exchange" -> new ExchangeBenchmark(options, scratch, out).run();
                case "log" -> new LogBenchmark(options, scratch, out).run();
                case "age" -> new AgeBenchmark(options, scratch, out).run();
                case "proofs" -> new ProofsBenchmark(options).run();
                case "fanout" -> new FanoutBenchmark(options, scratch).run();
                default -> new StartBenchmark(options, scratch).run();
            };
        } catch (IOException e) {
            throw new BenchFailed("the benchmark " + name + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("the benchmark " + name + " was interrupted", e);
        }
        out.print(report.table());
        if (options.json()) {
            out.println(report.json());
        }
        out.flush();
    }
}
