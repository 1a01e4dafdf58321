package org.comity.cli.command;

/** Why a command did not do what it was asked, for the person who asked: one sentence what, one what to do next. */
public final class CommandFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String remedy;

    /**
     * @param what one sentence
     * @param remedy what to do next, one sentence or a command
     */
    public CommandFailed(ExitCode exitCode, String what, String remedy) {
        super(what);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    /** With what led to it, which {@code --debug} shows. */
    public CommandFailed(ExitCode exitCode, String what, String remedy, Throwable cause) {
        super(what, cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    public static CommandFailed of(String what, String remedy) {
        return new CommandFailed(ExitCode.FAILED, what, remedy);
    }

    public static CommandFailed usage(String what, String remedy) {
        return new CommandFailed(ExitCode.USAGE, what, remedy);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String remedy() {
        return remedy;
    }
}
