package org.comity.cli.command;

/** What a command ends with, so that scripts can tell what to do; the numbers are fixed. */
public enum ExitCode {
    OK(0),
    /** It did not work; the message says what to do. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** A verified file, or something in it, does not hold. */
    VERIFICATION_FAILED(3),
    /** Proven, but the keys do not lead to the anchor that was given. */
    NOT_ANCHORED(4),
    /** The bytes agree with each other, but not all of it could be proven. */
    NOT_PROVEN(5),
    /** There is no JDK 25; the launcher ends with it. EX_UNAVAILABLE of sysexits.h. */
    NO_JDK(69),
    /** Not now: the node is not running, busy or out of reach. EX_TEMPFAIL of sysexits.h. */
    TRY_AGAIN(75);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
