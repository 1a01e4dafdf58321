package org.comity.sim;

/**
 * One run of a node's process, from its start to its end.
 *
 * <p>Every port of a node asks its life first, so that a process that died does nothing more: what it left in queues is not run, and
 * what still lies on its stack cannot touch the disk.
 */
final class Life {

    private boolean ended;

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** For ports that give something back: a dead process gets nothing. */
    void requireGoing() {
        if (ended) {
            throw new SuddenDeath("a process that has died is still at work");
        }
    }

    /** Kills the process here and now. */
    SuddenDeath die(String where) {
        ended = true;
        return new SuddenDeath(where);
    }
}
