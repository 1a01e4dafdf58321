package org.comity.node.bundle;

import java.util.ArrayList;
import java.util.List;

/**
 * What was checked, in the order in which it was, each with its result in words. Foreign text in it is made visible and shortened,
 * so it may go to a terminal.
 */
public record Report(List<Check> checks) {

    /** How a check ended that did not refuse the file. */
    public enum Outcome {
        /** It holds. */
        HOLDS,
        /** Worth knowing; it changes no verdict. */
        NOTE,
        /** It could not be checked, so the verdict is a lower one. */
        LACKS
    }

    /**
     * One check.
     *
     * @param file within the bundle, or {@code bundle}
     * @param words a sentence without its full stop
     */
    public record Check(String file, Outcome outcome, String words) {}

    public Report {
        checks = List.copyOf(checks);
    }

    /** One line for each check: a mark, the file, the words. */
    public List<String> lines() {
        return checks.stream()
                .map(check -> mark(check.outcome()) + " " + check.file() + ": " + check.words())
                .toList();
    }

    private static String mark(Outcome outcome) {
        return switch (outcome) {
            case HOLDS -> "ok  ";
            case NOTE -> "note";
            case LACKS -> "LACK";
        };
    }

    /** Collects checks. */
    static final class Builder {
        private final List<Check> checks = new ArrayList<>();
        private final List<String> lacking = new ArrayList<>();

        void holds(String file, String words) {
            checks.add(new Check(file, Outcome.HOLDS, words));
        }

        void note(String file, String words) {
            checks.add(new Check(file, Outcome.NOTE, words));
        }

        void lacks(String file, String words) {
            checks.add(new Check(file, Outcome.LACKS, words));
            lacking.add(file + ": " + words);
        }

        /** Why it is not proven; empty if it is. */
        List<String> lacking() {
            return List.copyOf(lacking);
        }

        Report build() {
            return new Report(checks);
        }
    }
}
