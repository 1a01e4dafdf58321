package org.comity.sim.saga;

import java.time.Duration;

/**
 * Something that happens to a world at a drawn time.
 *
 * @param at since the story began
 * @param one number of the node it happens to
 * @param other number of another node, where there are two in it
 * @param length how long it lasts, where it lasts
 * @param amount how much, where that means something
 */
record Happening(Duration at, What what, int one, int other, Duration length, long amount) {

    /** What can happen. */
    enum What {
        /** So many letters at once from one node to another. */
        BURST,
        /** A letter with a body of so many characters. */
        BIG_LETTER,
        /** A work that writes and then fails. */
        IN_VAIN,
        /** A letter's content is erased at its writer's. */
        ERASURE,
        /** The line between two nodes is cut. */
        CUT,
        /** The line is cut in one direction. */
        ONE_WAY_CUT,
        /** A process is killed between two of its tasks. */
        KILL,
        /** A process is killed and stays down. */
        DOWN,
        /** A process ends in order and stays down. */
        STOP,
        /** A clock jumps by {@code amount} milliseconds. */
        CLOCK_JUMP,
        /** A new card is issued. */
        NEW_CARD,
        /** One node withdraws its recognition of another, and gives it back. */
        ESTRANGEMENT,
        /** A database is put back from a backup, and must be refused. */
        RESTORE,
        /** A database is changed on the disk, and must be refused. */
        DAMAGE,
        /** A puppet does something. */
        PUPPET
    }
}
