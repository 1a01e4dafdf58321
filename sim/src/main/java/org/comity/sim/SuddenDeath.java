package org.comity.sim;

/**
 * The process is killed in the middle of what it does, as by {@code SIGKILL} or a power cut. An error, because a program catches its
 * exceptions and nobody catches this.
 */
public final class SuddenDeath extends Error {

    private static final long serialVersionUID = 1L;

    /** @param where what the process was doing, in a few words */
    public SuddenDeath(String where) {
        super(where, null, false, false);
    }
}
