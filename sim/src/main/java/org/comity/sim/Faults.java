package org.comity.sim;

import java.time.Duration;

/**
 * How hard the world is. Each probability is in thousandths.
 *
 * @param shortestDelay of one direction of a call
 * @param longestDelay of one direction of a call
 * @param patience how long a caller waits for an answer
 * @param crewDelay the longest that lifted work may take
 * @param requestLost a request never arrives
 * @param answerLost an answer never arrives, although the call was carried out
 * @param duplicated a request arrives twice
 * @param death the process dies at a point where that is interesting: before or after a commit, before or after the guard or a signature
 * @param commitUnknown a commit throws although it happened, or because it did not
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
            Duration.ofSeconds(1));

    /** A network that loses, repeats and reorders, on nodes that live on. */
    public static final Faults BAD_NETWORK = new Faults(
            Duration.ofMillis(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            80,
            80,
            80,
            0,
            0,
            Duration.ofSeconds(1));

    /** A bad network between nodes that die often. */
    public static final Faults EVERYTHING = new Faults(
            Duration.ofMillis(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            60,
            60,
            60,
            12,
            15,
            Duration.ofSeconds(30));

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
    }

    public Faults withDeath(int perMille) {
        return new Faults(
                shortestDelay,
                longestDelay,
                patience,
                crewDelay,
                requestLost,
                answerLost,
                duplicated,
                perMille,
                commitUnknown,
                longestDown);
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
