package org.comity.sim;

import java.time.Duration;

/**
 * How hard the world is. Each probability is in thousandths.
 *
 * @param shortestDelay of one direction of a call
 * @param longestDelay of one direction of a call
 * @param patience how long a caller waits for an answer
 * @param crewDelay the longest that lifted work (signing, sealing, proving) may take
 * @param requestLost a request never arrives
 * @param answerLost an answer never arrives, although the call was carried out
 * @param duplicated a request arrives twice
 * @param death the process dies at a point where that is interesting: before or after a commit, the guard, a signature, a call or an
 *     answer
 * @param commitUnknown a commit throws although it happened, or because it did not
 * @param signerFails the log keys refuse to sign, as a key module that is down
 * @param statementFails a statement that stores a peer's head fails, and with it the whole work around it
 * @param longestDown how long a dead node stays down at the most
 */
public record Faults(
        Duration shortestDelay,
        Duration longestDelay,
        Duration patience,
        Duration crewDelay,
        int requestLost,
        int answerLost,
        int duplicated,
        int death,
        int commitUnknown,
        int signerFails,
        int statementFails,
        Duration longestDown) {

    /** A quiet network: a little delay and nothing else. */
    public static final Faults NONE = new Faults(
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            Duration.ofSeconds(30),
            Duration.ofMillis(5),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Duration.ofSeconds(1));

    /** A network that loses, repeats and reorders, on nodes that live on. */
    public static final Faults BAD_NETWORK = NONE.withNetwork(Duration.ofSeconds(3), Duration.ofSeconds(10), 80, 80, 80)
            .withCrew(Duration.ofMillis(50));

    /** A bad network between nodes that die often. */
    public static final Faults EVERYTHING = NONE.withNetwork(Duration.ofSeconds(3), Duration.ofSeconds(10), 60, 60, 60)
            .withCrew(Duration.ofMillis(50))
            .withDeath(12)
            .withCommitUnknown(15)
            .withLongestDown(Duration.ofSeconds(30));

    public Faults {
        requireOrder("delay", Duration.ZERO, shortestDelay, longestDelay);
        requireOrder("patience", Duration.ofMillis(1), patience, Duration.ofHours(1));
        requireOrder("crew delay", Duration.ZERO, crewDelay, Duration.ofMinutes(1));
        requireOrder("time down", Duration.ZERO, longestDown, Duration.ofDays(1));
        requirePerMille("requests lost", requestLost);
        requirePerMille("answers lost", answerLost);
        requirePerMille("duplicates", duplicated);
        requirePerMille("deaths", death);
        requirePerMille("unknown commits", commitUnknown);
        requirePerMille("failing signatures", signerFails);
        requirePerMille("failing statements", statementFails);
    }

    /** Another network between the same machines. */
    public Faults withNetwork(Duration longest, Duration patience, int requestLost, int answerLost, int duplicated) {
        Duration shortest = shortestDelay.compareTo(longest) < 0 ? shortestDelay : longest;
        return new Faults(
                shortest,
                longest,
                patience,
                crewDelay,
                requestLost,
                answerLost,
                duplicated,
                death,
                commitUnknown,
                signerFails,
                statementFails,
                longestDown);
    }

    public Faults withCrew(Duration longest) {
        return with(longest, death, commitUnknown, signerFails, statementFails, longestDown);
    }

    public Faults withDeath(int perMille) {
        return with(crewDelay, perMille, commitUnknown, signerFails, statementFails, longestDown);
    }

    public Faults withCommitUnknown(int perMille) {
        return with(crewDelay, death, perMille, signerFails, statementFails, longestDown);
    }

    public Faults withSignerFails(int perMille) {
        return with(crewDelay, death, commitUnknown, perMille, statementFails, longestDown);
    }

    public Faults withStatementFails(int perMille) {
        return with(crewDelay, death, commitUnknown, signerFails, perMille, longestDown);
    }

    public Faults withLongestDown(Duration longest) {
        return with(crewDelay, death, commitUnknown, signerFails, statementFails, longest);
    }

    private Faults with(Duration crew, int deaths, int unknown, int signer, int statement, Duration down) {
        return new Faults(
                shortestDelay,
                longestDelay,
                patience,
                crew,
                requestLost,
                answerLost,
                duplicated,
                deaths,
                unknown,
                signer,
                statement,
                down);
    }

    private static void requireOrder(String what, Duration least, Duration given, Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " is " + given + ", legal are " + least + " to " + most);
        }
    }

    private static void requirePerMille(String what, int perMille) {
        if (perMille < 0 || perMille > 1_000) {
            throw new IllegalArgumentException(what + " are " + perMille + " in a thousand, legal are 0 to 1000");
        }
    }
}
