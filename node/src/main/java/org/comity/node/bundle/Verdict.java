package org.comity.node.bundle;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.comity.node.record.JsonBody;

/**
 * How far a file convinces. Each verdict includes those before it; a file that does not even reach the first is refused by
 * {@link BundleRefused}.
 */
public sealed interface Verdict {

    /** What was checked. */
    Report report();

    /** One sentence for people, which never says more than was verified. */
    String sentence();

    /**
     * What a command ends with: 0 for a file that is proven, and anchored if anchors were given; 4 if anchors were given and not
     * reached; 5 if it is intact only. A refused file is 3.
     */
    int exitCode();

    /** {@code intact}, {@code proven} or {@code anchored}. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The report and the sentence, as lines for a terminal. */
    default String text() {
        return String.join("\n", report().lines()) + "\n" + sentence() + "\n";
    }

    /** The same as JSON: members {@code verdict}, {@code sentence}, {@code exitCode} and {@code checks}. */
    default byte[] json() {
        record Shown(String verdict, String sentence, int exitCode) {}
        String head = new String(JsonBody.write(new Shown(word(), sentence(), exitCode())), StandardCharsets.UTF_8);
        // Written check by check: together they may be longer than one body may be.
        String checks = report().checks().stream()
                .map(check -> new String(JsonBody.write(check), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        return ("{\"checks\":[" + checks + "]," + head.substring(1)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The bytes agree with each other, but something could not be proven.
     *
     * @param missing what could not be, at least one
     */
    record Intact(Report report, List<String> missing) implements Verdict {
        public Intact {
            missing = List.copyOf(missing);
        }

        @Override
        public String sentence() {
            return "INTACT, NOT PROVEN: the bytes agree with each other, but " + String.join("; ", missing) + ".";
        }

        @Override
        public int exitCode() {
            return 5;
        }
    }

    /**
     * Everything stands in the logs of the keys that the file itself brings. Whose keys these are, the file cannot prove.
     *
     * @param asked whether the verifier gave an anchor
     * @param open why it is not anchored, at least one
     */
    record Proven(Report report, boolean asked, List<String> open) implements Verdict {
        public Proven {
            open = List.copyOf(open);
        }

        @Override
        public String sentence() {
            return "PROVEN, NOT ANCHORED: everything stands in the logs of the keys in this file, but whose keys they are is not"
                    + " shown: " + String.join("; ", open) + ".";
        }

        @Override
        public int exitCode() {
            return asked ? 4 : 0;
        }
    }

    /**
     * Proven, and the keys lead to an anchor of the verifier.
     *
     * @param through how, for each member or for the witnesses; at least one
     */
    record Anchored(Report report, List<String> through) implements Verdict {
        public Anchored {
            through = List.copyOf(through);
        }

        @Override
        public String sentence() {
            return "ANCHORED: everything stands in the logs, and their keys lead to your anchor: "
                    + String.join("; ", through) + ".";
        }

        @Override
        public int exitCode() {
            return 0;
        }
    }
}
