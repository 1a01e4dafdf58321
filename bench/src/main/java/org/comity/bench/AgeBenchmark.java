package org.comity.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.comity.age.AgeReader;
import org.comity.age.AgeWriter;
import org.comity.age.OpenRules;
import org.comity.age.PassObserver;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.Sealing;
import org.comity.age.Workers;
import org.comity.node.driver.SystemEntropy;
import org.comity.node.world.Entropy;

/**
 * Evidence from file to sealed file and back, beside the {@code age} program on the same file in the same run.
 *
 * <p>Here one pass reads, hashes (SHA-256 of the plaintext) and encrypts to a post-quantum recipient, in parallel. The other way to
 * the same result is {@code sha256sum FILE && age -r RECIPIENT FILE}. Both write to the same disk without forcing it. Rounds of
 * all programs alternate and the median counts, since the machine may be shared.
 */
final class AgeBenchmark {

    private static final int ROUNDS = 3;
    private static final int MIB = 1 << 20;
    private static final int SMALL_MIB = 64;

    private final BenchOptions options;
    private final Path folder;
    private final PrintStream out;
    private final Entropy entropy = new SystemEntropy();
    private final PostQuantumIdentity identity = PostQuantumIdentity.generate(entropy::fill);

    AgeBenchmark(BenchOptions options, ScratchFolder scratch, PrintStream out) {
        this.options = options;
        this.folder = scratch.path();
        this.out = out;
    }

    /** Seconds of each round. */
    private static final class Times {
        private final List<Double> rounds = new ArrayList<>();

        void time(Step step) throws IOException, InterruptedException {
            long start = System.nanoTime();
            step.run();
            rounds.add((System.nanoTime() - start) / 1e9);
        }

        double mibPerSecond(int mib) {
            double[] sorted =
                    rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return sorted.length == 0 ? Double.NaN : mib / sorted[sorted.length / 2];
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    Report run() throws IOException, InterruptedException {
        int mib = options.fileMiB();
        Path plain = file("plain", mib);
        Path small = file("small", Math.min(SMALL_MIB, mib));
        Path sealed = folder.resolve("sealed.age");
        Path opened = folder.resolve("opened");
        Optional<AgeCommand> age = AgeCommand.find(folder);
        Times seal = new Times();
        Times open = new Times();
        Times ageSeal = new Times();
        Times pipeline = new Times();
        Times ageOpen = new Times();
        double smallPeak;
        double peak;
        int parallelism = Math.max(2, Runtime.getRuntime().availableProcessors());
        try (ExecutorService crew = Executors.newFixedThreadPool(parallelism)) {
            Workers workers = new Workers(crew, parallelism);
            out.println("warming up");
            seal(small, sealed, workers, new Hashing());
            open(sealed, opened, workers, new Hashing());
            smallPeak = peakMiB(() -> seal(small, sealed, workers, new Hashing()));
            peak = peakMiB(() -> seal(plain, sealed, workers, new Hashing()));
            for (int i = 0; i < ROUNDS; i++) {
                Hashing in = new Hashing();
                Hashing back = new Hashing();
                seal.time(() -> seal(plain, sealed, workers, in));
                open.time(() -> open(sealed, opened, workers, back));
                requireSame(in, back);
                if (age.isPresent()) {
                    AgeCommand command = age.get();
                    ageSeal.time(() -> command.seal(plain, fresh(sealed)));
                    ageOpen.time(() -> command.open(sealed, fresh(opened)));
                    pipeline.time(() -> command.hashThenSeal(plain, fresh(sealed)));
                }
            }
        }
        Report report = new Report("age")
                .figure("seal_mib_per_second", "hash and seal, one pass", seal.mibPerSecond(mib), 0, "MiB/s")
                .figure("open_mib_per_second", "open and hash, one pass", open.mibPerSecond(mib), 0, "MiB/s")
                .figure("age_seal_mib_per_second", "age program, seal", ageSeal.mibPerSecond(mib), 0, "MiB/s")
                .figure("age_open_mib_per_second", "age program, open", ageOpen.mibPerSecond(mib), 0, "MiB/s")
                .figure("pipeline_mib_per_second", "sha256sum, then age", pipeline.mibPerSecond(mib), 0, "MiB/s")
                .figure("seal_to_age", "hash and seal : age seal", ratio(seal, ageSeal), 2, "times")
                .figure("seal_to_pipeline", "hash and seal : sha256sum, then age", ratio(seal, pipeline), 2, "times")
                .figure("open_to_age", "open and hash : age open", ratio(open, ageOpen), 2, "times")
                .figure("heap_peak_mib", "highest use of the heap", peak, 0, "MiB")
                .figure(
                        "heap_peak_small_mib",
                        "  with a file of " + Math.min(SMALL_MIB, mib) + " MiB",
                        smallPeak,
                        0,
                        "MiB")
                .figure("file_mib", "file", mib, 0, "MiB");
        return age.isPresent()
                ? report.note("age_version", "age " + age.get().version())
                : report.note(
                        "age_version", "not installed: age or sha256sum was not found, so nothing to compare with");
    }

    private static double ratio(Times ours, Times theirs) {
        return ours.mibPerSecond(1) / theirs.mibPerSecond(1);
    }

    private static Path fresh(Path file) throws IOException {
        Files.deleteIfExists(file);
        return file;
    }

    private Path file(String name, int mib) throws IOException {
        Path path = folder.resolve(name);
        byte[] block = new byte[MIB];
        Random random = new Random(mib);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < mib; i++) {
                random.nextBytes(block);
                ByteBuffer buffer = ByteBuffer.wrap(block);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        }
        return path;
    }

    private static void requireSame(Hashing sealed, Hashing opened) {
        if (!Arrays.equals(sealed.digest.digest(), opened.digest.digest())) {
            throw new BenchFailed("what was opened is not what was sealed");
        }
    }

    private void seal(Path plain, Path sealed, Workers workers, Hashing hashing) throws IOException {
        Sealing sealing = Sealing.create(List.of(identity.recipient()), entropy::fill);
        try (FileChannel from = FileChannel.open(plain, StandardOpenOption.READ);
                FileChannel to = writing(sealed)) {
            AgeWriter.write(sealing, from, to, workers, hashing);
        }
    }

    private void open(Path sealed, Path opened, Workers workers, Hashing hashing) throws IOException {
        try (FileChannel from = FileChannel.open(sealed, StandardOpenOption.READ);
                FileChannel to = writing(opened)) {
            AgeReader.read(from, List.of(identity), OpenRules.DEFAULT, to, workers, hashing);
        }
    }

    private static FileChannel writing(Path file) throws IOException {
        return FileChannel.open(fresh(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** The highest use of the heap, garbage included, during a step that began with an empty one. */
    private static double peakMiB(Step step) throws IOException, InterruptedException {
        System.gc();
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        step.run();
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / (double) MIB;
    }

    /** SHA-256 of the plaintext, as evidence is identified. */
    private static final class Hashing implements PassObserver {

        private final MessageDigest digest;

        Hashing() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is missing from this JDK", e);
            }
        }

        @Override
        public void plaintext(ByteBuffer bytes) {
            digest.update(bytes.duplicate());
        }

        @Override
        public void sealed(ByteBuffer bytes) {
            // Its pieces are hashed when evidence is taken in; age and sha256sum have nothing to set against that.
        }
    }
}
