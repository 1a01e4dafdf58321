package org.comity.tlog;

import java.util.Objects;

/** The only exception of this module: foreign bytes, a proof or a signature did not hold. */
public final class LogException extends RuntimeException {

    /** Why something was refused; callers map these to their own answers. */
    public enum Fault {
        /** Bytes that are not of the format. */
        MALFORMED,
        /** Well formed but above a stated limit of this module. */
        LIMIT_EXCEEDED,
        /** A number outside its legal range, such as an index not below the tree size. */
        OUT_OF_RANGE,
        /** An empty tree whose root is not the hash of nothing, or the reverse. */
        WRONG_EMPTY_ROOT,
        /** A checkpoint of another log than the one asked for. */
        WRONG_ORIGIN,
        /** A required key has no line on the note. */
        MISSING_SIGNATURE,
        /** A known key has a line and it does not verify. */
        BAD_SIGNATURE,
        /** Too few hashes, too many, or hashes that lead to another root. */
        BAD_PROOF,
        /** Not enough witnesses of the policy have cosigned. */
        QUORUM_NOT_MET,
        /** Two checkpoints that do not contradict each other were offered as evidence of a fork. */
        NO_CONTRADICTION
    }

    private static final long serialVersionUID = 1;

    private final Fault fault;

    public LogException(Fault fault, String message) {
        super(message);
        this.fault = Objects.requireNonNull(fault);
    }

    public LogException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = Objects.requireNonNull(fault);
    }

    public Fault fault() {
        return fault;
    }

    static LogException malformed(String message) {
        return new LogException(Fault.MALFORMED, message);
    }

    static LogException outOfRange(String message) {
        return new LogException(Fault.OUT_OF_RANGE, message);
    }

    static LogException limit(String message) {
        return new LogException(Fault.LIMIT_EXCEEDED, message);
    }

    static LogException badProof(String message) {
        return new LogException(Fault.BAD_PROOF, message);
    }
}
