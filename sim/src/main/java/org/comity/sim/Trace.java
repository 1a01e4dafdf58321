package org.comity.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.comity.tlog.Hash;

/**
 * What happened, line by line: deaths, commits, signatures, calls and answers.
 *
 * <p>The digest covers every line, each hashed onto the one before. Two runs of one seed must give the same digest, also in two JVMs;
 * where they differ, something in a node depends on what the world did not give it: an identity hash, the order of a hash map, a
 * clock. The newest lines are kept as text, to tell the story of a failure.
 */
public final class Trace {

    private static final int KEPT = 400;

    /** Where in a line it says whom it is about. */
    private static final int WHO = 12;

    private final InstantSource clock;
    private final Deque<String> newest = new ArrayDeque<>();
    private Hash digest = Hash.EMPTY_ROOT;
    private long lines;

    Trace(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Adds a line.
     *
     * @param who a member, a pair of members, or the world
     * @param what in a few words that are equal in every run
     */
    public void add(String who, String what) {
        long ms = Duration.between(SimClock.BEGINNING, clock.instant()).toMillis();
        String line = String.format(Locale.ROOT, "%6d.%03d  %-6s %s", ms / 1_000, ms % 1_000, who, what);
        digest = Hash.sha256(digest.bytes(), line.getBytes(StandardCharsets.UTF_8));
        lines++;
        newest.add(line);
        if (newest.size() > KEPT) {
            newest.remove();
        }
    }

    /** SHA-256 over the whole story, as 64 hexadecimal digits. */
    public String digest() {
        return digest.hex();
    }

    /** How many lines it has. */
    public long lines() {
        return lines;
    }

    /** The newest lines about these members or about the world; about everybody where none is named. At most 400 are known. */
    List<String> about(List<String> members) {
        return newest.stream()
                .filter(line -> members.isEmpty()
                        || line.contains("  world ")
                        || members.stream()
                                .anyMatch(member -> line.startsWith(member, WHO) || line.contains(">" + member)))
                .toList();
    }

    /** The newest lines, at most 400. */
    public List<String> newest(int most) {
        return newest.stream().skip(Math.max(0, newest.size() - most)).toList();
    }
}
