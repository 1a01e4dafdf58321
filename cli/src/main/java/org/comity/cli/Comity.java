package org.comity.cli;

import org.comity.cli.command.LibraryLog;
import org.comity.cli.command.Session;
import picocli.CommandLine;

/** Where the command begins. */
public final class Comity {

    private Comity() {}

    public static void main(String[] arguments) {
        LibraryLog.redirect();
        Session session = Session.ofProcess();
        int exitCode = run(session, arguments);
        session.terminal().out().flush();
        System.exit(exitCode);
    }

    /** Runs one command line to its exit code; never throws. */
    static int run(Session session, String... arguments) {
        return commandLine(session).execute(arguments);
    }

    static CommandLine commandLine(Session session) {
        return CommandTree.build(session);
    }
}
