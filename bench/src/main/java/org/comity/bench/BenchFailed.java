package org.comity.bench;

/** A benchmark could not be carried through. Its figures, if any, are worth nothing. */
public final class BenchFailed extends RuntimeException {

    public BenchFailed(String why) {
        super(why);
    }

    public BenchFailed(String why, Throwable cause) {
        super(why, cause);
    }
}
