package org.comity.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * CPU time of this process, and the part of it that its just-in-time compiler took.
 *
 * <p>The compiler's threads are hidden from the thread bean. Linux tells their time under {@code /proc/self/task} in hundredths of a
 * second; elsewhere the elapsed time of compilations stands in, which is an upper bound on a busy machine.
 */
final class ProcessCpu {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private ProcessCpu() {}

    /** Nanoseconds on all cores since the process began. */
    static long nanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Nanoseconds of the compiler's threads that are alive. */
    static long compilerNanos() {
        if (!Files.isDirectory(TASKS)) {
            return TimeUnit.MILLISECONDS.toNanos(
                    ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
        }
        long ticks = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                ticks += compilerTicks(task);
            }
        } catch (IOException e) {
            return 0;
        }
        return ticks * TICK_NANOS;
    }

    private static long compilerTicks(Path task) throws IOException {
        try {
            String stat = Files.readString(task.resolve("stat"));
            if (!stat.contains("(C1 Comp") && !stat.contains("(C2 Comp")) {
                return 0;
            }
            // proc_pid_stat(5): user and system time are fields 14 and 15, the name in brackets is field 2.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Resident memory of a process in MiB; not a number where the system does not tell. */
    static double residentMiB(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
            return Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
