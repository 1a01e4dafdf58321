package org.comity.bench;

/**
 * How a benchmark runs.
 *
 * @param json whether the last line is one JSON object
 * @param seconds measured time of each part, 1 to 600
 * @param warmUpSeconds longest time given to the compiler before measuring, 0 to 600; it ends sooner when the compiler is quiet
 * @param waiting callers that wait for an exchange or an append at the same time, 1 to 16,384
 * @param rate exchanges offered a second whether or not earlier ones are done, up to 1,000,000; 0 for waiting callers instead
 * @param fileMiB length of the file that is sealed, in MiB, 1 to 65,536
 * @param oneProcess whether both nodes share this process, which is easier to look into but measures less honestly
 */
public record BenchOptions(
        boolean json, int seconds, int warmUpSeconds, int waiting, int rate, int fileMiB, boolean oneProcess) {

    public BenchOptions {
        require("seconds", seconds, 1, 600);
        require("warm-up", warmUpSeconds, 0, 600);
        require("waiting", waiting, 1, 16_384);
        require("rate", rate, 0, 1_000_000);
        require("file-mib", fileMiB, 1, 65_536);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", legal are " + least + " to " + most);
        }
    }

    /** Ten measured seconds after at most thirty of warm-up, 1,024 waiting callers, a file of 512 MiB. */
    public static BenchOptions standard() {
        return new BenchOptions(false, 10, 30, 1_024, 0, 512, false);
    }

    public BenchOptions withJson(boolean changed) {
        return new BenchOptions(changed, seconds, warmUpSeconds, waiting, rate, fileMiB, oneProcess);
    }

    public BenchOptions withSeconds(int changed) {
        return new BenchOptions(json, changed, warmUpSeconds, waiting, rate, fileMiB, oneProcess);
    }

    public BenchOptions withWarmUpSeconds(int changed) {
        return new BenchOptions(json, seconds, changed, waiting, rate, fileMiB, oneProcess);
    }

    public BenchOptions withWaiting(int changed) {
        return new BenchOptions(json, seconds, warmUpSeconds, changed, rate, fileMiB, oneProcess);
    }

    public BenchOptions withRate(int changed) {
        return new BenchOptions(json, seconds, warmUpSeconds, waiting, changed, fileMiB, oneProcess);
    }

    public BenchOptions withFileMiB(int changed) {
        return new BenchOptions(json, seconds, warmUpSeconds, waiting, rate, changed, oneProcess);
    }

    public BenchOptions withOneProcess(boolean changed) {
        return new BenchOptions(json, seconds, warmUpSeconds, waiting, rate, fileMiB, changed);
    }
}
