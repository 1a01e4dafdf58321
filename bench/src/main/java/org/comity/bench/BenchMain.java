package org.comity.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Runs one benchmark by itself: {@code NAME [--json] [--seconds N] [--warm-up N] [--waiting N] [--rate N] [--file-mib N] [--one-process]}. */
public final class BenchMain {

    private static final int USAGE = 2;

    private BenchMain() {}

    public static void main(String[] args) {
        try {
            Deque<String> words = new ArrayDeque<>(List.of(args));
            if (words.isEmpty()) {
                throw new IllegalArgumentException("no benchmark is named, legal are " + Benchmarks.NAMES);
            }
            String name = words.remove();
            Benchmarks.run(name, options(words), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        } catch (BenchFailed e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static BenchOptions options(Deque<String> words) {
        BenchOptions options = BenchOptions.standard();
        while (!words.isEmpty()) {
            String word = words.remove();
            options = switch (word) {
                case "--json" -> options.withJson(true);
                case "--one-process" -> options.withOneProcess(true);
                case "--seconds" -> options.withSeconds(number(word, words));
                case "--warm-up" -> options.withWarmUpSeconds(number(word, words));
                case "--waiting" -> options.withWaiting(number(word, words));
                case "--rate" -> options.withRate(number(word, words));
                case "--file-mib" -> options.withFileMiB(number(word, words));
                default -> throw new IllegalArgumentException("option " + word + " is not known");
            };
        }
        return options;
    }

    private static int number(String option, Deque<String> words) {
        String text = words.isEmpty() ? "missing" : words.remove();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the number after " + option + " is " + text, e);
        }
    }
}
