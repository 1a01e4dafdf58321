package org.comity.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.comity.cli.client.Json;
import org.comity.cli.client.NodeProblem;
import org.comity.cli.client.NodeUnreachable;
import org.comity.cli.client.OfficerPen;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.Terminal;
import org.comity.node.access.SecretFileRefused;
import org.comity.node.bundle.BundleRefused;
import org.comity.node.directory.CardRefused;
import org.comity.node.directory.FingerprintMismatch;
import org.comity.node.driver.FolderRefused;
import org.comity.node.ledger.LedgerCorrupt;
import org.comity.node.store.StoreException;
import picocli.CommandLine;

/** Turns whatever stopped a command into one sentence what, one sentence what to do, and an exit code. */
final class Errors {

    private final Terminal terminal;
    private final BooleanSupplier debug;

    Errors(Terminal terminal, BooleanSupplier debug) {
        this.terminal = terminal;
        this.debug = debug;
    }

    /** A command ran and did not succeed. */
    int onFailure(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
        CommandFailed told = told(error, line.getCommandSpec().qualifiedName());
        print(message(told), told.remedy());
        if (debug.getAsBoolean()) {
            error.printStackTrace(terminal.err());
        }
        return told.exitCode().number();
    }

    /** The command line could not be understood. */
    int onMisuse(CommandLine.ParameterException error, String[] arguments) {
        CommandLine line = error.getCommandLine();
        String what = message(error);
        String nearest = nearest(error);
        print(what, nearest + "see: " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private static String nearest(CommandLine.ParameterException error) {
        return error instanceof CommandLine.UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? "did you mean " + String.join(" or ", unmatched.getSuggestions()) + "? Otherwise "
                : "";
    }

    private void print(String what, String remedy) {
        terminal.remark("comity: " + sentence(what));
        if (!remedy.isEmpty()) {
            terminal.remark("  " + sentence(remedy));
        }
    }

    private static String sentence(String text) {
        return ForeignText.line(text);
    }

    /** What a person is told of an error. */
    static CommandFailed told(Exception error, String command) {
        return switch (error) {
            case CommandFailed failed -> failed;
            case NodeProblem problem ->
                new CommandFailed(
                        problem.isTemporary() ? ExitCode.TRY_AGAIN : ExitCode.FAILED,
                        message(problem),
                        problem.remedy().orElse("see: " + command + " --help"),
                        problem);
            case NodeUnreachable gone ->
                new CommandFailed(
                        ExitCode.TRY_AGAIN,
                        message(gone),
                        "look whether it runs: comity status, or comity start",
                        gone);
            case Json.UnreadableAnswer answer ->
                new CommandFailed(
                        ExitCode.FAILED, message(answer), "check the address; it may be another program's", answer);
            case OfficerPen.StatementRefused refused ->
                new CommandFailed(
                        ExitCode.VERIFICATION_FAILED,
                        message(refused),
                        "nothing was signed; tell the administrator, the node may have been broken into",
                        refused);
            case BundleRefused refused ->
                new CommandFailed(ExitCode.VERIFICATION_FAILED, message(refused), "do not rely on this file", refused);
            case CardRefused refused ->
                new CommandFailed(
                        ExitCode.VERIFICATION_FAILED, message(refused), "ask the member for its card again", refused);
            case FingerprintMismatch mismatch ->
                new CommandFailed(
                        ExitCode.VERIFICATION_FAILED,
                        message(mismatch),
                        "ask to hear it again over a telephone number that you know is theirs",
                        mismatch);
            case StoreException refused -> new CommandFailed(ExitCode.TRY_AGAIN, message(refused), "", refused);
            case FolderRefused refused -> CommandFailed.of(message(refused), "see: " + command + " --help");
            case LedgerCorrupt corrupt ->
                new CommandFailed(ExitCode.FAILED, message(corrupt), "see docs/operations.md, The disk died", corrupt);
            case SecretFileRefused refused ->
                new CommandFailed(
                        ExitCode.FAILED, message(refused), "key files belong to their owner alone: chmod 600", refused);
            case UncheckedIOException io -> file(io, Optional.ofNullable(io.getCause()));
            case IOException io -> file(io, Optional.of(io));
            case IllegalArgumentException wrong ->
                new CommandFailed(ExitCode.USAGE, message(wrong), "see: " + command + " --help", wrong);
            default ->
                new CommandFailed(
                        ExitCode.FAILED,
                        "unexpected: " + error.getClass().getSimpleName() + ": " + message(error),
                        "run it again with --debug, and report what it shows",
                        error);
        };
    }

    private static CommandFailed file(Exception error, Optional<IOException> cause) {
        String why = cause.map(Errors::reason).orElseGet(() -> message(error));
        String what = error instanceof UncheckedIOException ? message(error) + ": " + why : why;
        return new CommandFailed(
                ExitCode.FAILED, what, "check the path, its permissions and the space on the disk", error);
    }

    private static String reason(IOException error) {
        return switch (error) {
            case java.nio.file.NoSuchFileException gone -> gone.getFile() + " does not exist";
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + " may not be read or written by you";
            case java.nio.file.FileAlreadyExistsException there -> there.getFile() + " exists already";
            case java.nio.file.NotDirectoryException file -> file.getFile() + " is not a folder";
            default -> message(error);
        };
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
