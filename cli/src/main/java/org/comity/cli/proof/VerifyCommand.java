package org.comity.cli.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.ForeignText;
import org.comity.cli.terminal.ProgressBar;
import org.comity.cli.terminal.Terminal;
import org.comity.node.bundle.Anchors;
import org.comity.node.bundle.BundleRefused;
import org.comity.node.bundle.BundleVerifier;
import org.comity.node.bundle.LooseVerifier;
import org.comity.node.bundle.Report;
import org.comity.node.bundle.Verdict;
import org.comity.tlog.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comity verify}. */
@Command(
        name = "verify",
        description = "Verify a bundle, a proof, a card, a checkpoint or evidence of a fork, offline.",
        footer = {
            "",
            "Needs no node. Keys inside a file prove nothing about whose they are: an anchor is the words, digits or hexadecimal digest that a state publishes of its identity.",
            "",
            "Ends with 0 when it is intact and proven (and anchored, if an anchor was given), 3 when anything does not hold, 4 when it does not lead to the anchor, 5 when it is intact but could not all be proven.",
            "",
            "Example:",
            "  comity verify bundle.zip --anchor \"mosama kasoku munola ...\""
        })
public final class VerifyCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "File to verify.")
    private String file = "";

    @Option(
            names = "--anchor",
            paramLabel = "TEXT",
            description = "Identity that is trusted: 12 words, 40 digits, or 64 hexadecimal digits; repeatable.")
    private List<String> identities = new ArrayList<>();

    @Option(
            names = "--witness",
            paramLabel = "VKEY",
            description = "Key of a witness that is trusted (C2SP); repeatable.")
    private List<String> witnesses = new ArrayList<>();

    @Option(
            names = "--quorum",
            paramLabel = "NUMBER",
            description = "How many witnesses must have cosigned; all if not said.")
    private Optional<Integer> quorum = Optional.empty();

    @Option(names = "--quiet", description = "Print the verdict alone.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the answer as one line of JSON.")
    private boolean json;

    public VerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path path = session.path(file);
        if (!Files.isRegularFile(path)) {
            throw CommandFailed.usage(file + " is not a file", "give the path of a file that exists");
        }
        Anchors anchors = anchors();
        try {
            Verdict verdict = verify(path, anchors);
            if (json) {
                session.terminal().line(new String(verdict.json(), StandardCharsets.UTF_8));
            } else {
                show(session.terminal(), verdict, quiet);
            }
            return verdict.exitCode();
        } catch (BundleRefused e) {
            refused(e);
            return ExitCode.VERIFICATION_FAILED.number();
        }
    }

    private Verdict verify(Path path, Anchors anchors) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer first = ByteBuffer.allocate(2);
            boolean zip = channel.read(first, 0) == 2 && first.get(0) == 'P' && first.get(1) == 'K';
            if (!zip) {
                return LooseVerifier.verify(path, anchors);
            }
            try (ProgressBar bar = new ProgressBar(session.terminal(), "reading", 0, session.clock())) {
                return BundleVerifier.verify(new WatchedChannel(channel, bar::at), anchors);
            }
        }
    }

    private Anchors anchors() {
        List<VerifierKey> keys = witnesses.stream().map(VerifyCommand::witness).toList();
        long names = keys.stream().map(VerifierKey::name).distinct().count();
        return new Anchors(identities, keys, quorum.orElse((int) names));
    }

    private static VerifierKey witness(String text) {
        try {
            return VerifierKey.parse(text);
        } catch (org.comity.tlog.LogException e) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--witness " + text + " is not the key of a witness: " + e.getMessage(),
                    "keys look like NAME+HASH+KEY, as in the card of the member that runs the witness",
                    e);
        }
    }

    /** Prints each check and the verdict. */
    public static void show(Terminal terminal, Verdict verdict, boolean quiet) {
        if (!quiet) {
            for (Report.Check check : verdict.report().checks()) {
                terminal.line(mark(terminal, check.outcome()) + " " + terminal.dim(ForeignText.line(check.file())));
                Terminal.wrap(ForeignText.line(check.words()), Terminal.COLUMNS - 4)
                        .forEach(line -> terminal.line("    " + line));
            }
            terminal.gap();
        }
        Terminal.wrap(ForeignText.line(verdict.sentence()), Terminal.COLUMNS)
                .forEach(
                        line -> terminal.line(verdict.exitCode() == 0 ? terminal.good(line) : terminal.doubtful(line)));
    }

    private static String mark(Terminal terminal, Report.Outcome outcome) {
        return switch (outcome) {
            case HOLDS -> terminal.good("\u2713");
            case NOTE -> terminal.dim("\u00b7");
            case LACKS -> terminal.doubtful("!");
        };
    }

    private void refused(BundleRefused refused) {
        Terminal terminal = session.terminal();
        if (json) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("verdict", "refused");
            told.put("file", refused.file());
            told.put("reason", refused.reason());
            told.put("exitCode", ExitCode.VERIFICATION_FAILED.number());
            terminal.line(Json.line(told));
            return;
        }
        terminal.line(terminal.bad("\u2717 REFUSED") + "  " + ForeignText.line(refused.file()));
        Terminal.wrap(ForeignText.line(refused.reason()), Terminal.COLUMNS - 4)
                .forEach(line -> terminal.line("    " + line));
        terminal.remark("Do not rely on this file.");
    }
}
