package org.comity.cli.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import org.comity.cli.proof.BundleCommand;
import org.comity.cli.terminal.ProgressBar;
import org.comity.cli.terminal.Shown;
import org.comity.node.bundle.Anchors;
import org.comity.node.bundle.BundleVerifier;
import org.comity.node.bundle.Verdict;

/** The asking member exports its case, and the file is verified as a stranger would verify it. */
final class BundleScene {

    /** Evidence up to this many bytes goes into the bundle itself; of longer files it has the digests. */
    private static final long INCLUDED_BYTES = 64L << 20;

    private final Session session;
    private final Story story;
    private final DemoMember asking;
    private final Path file;
    private Optional<Verdict> verdict = Optional.empty();

    BundleScene(Session session, Story story, DemoMember asking, Path folder) {
        this.session = session;
        this.story = story;
        this.asking = asking;
        this.file = folder.resolve("bundle.zip");
    }

    void play(String caseId, long evidenceLength) throws IOException {
        story.chapter("One file proves it all, offline, to somebody who trusts neither side");
        try (ProgressBar bar = new ProgressBar(session.terminal(), "writing", 0, session.clock())) {
            BundleCommand.export(asking.node(), caseId, evidenceLength <= INCLUDED_BYTES, file, bar);
        }
        story.line("exported   " + file.getFileName() + ", " + Shown.bytes(Files.size(file))
                + "; the export is logged too");
        Verdict found;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            found = BundleVerifier.verify(
                    channel, Anchors.identity(asking.card().fingerprint().digits()));
        }
        if (found.exitCode() != 0) {
            throw new CommandFailed(
                    ExitCode.VERIFICATION_FAILED,
                    "the bundle is not what it should be. " + found.sentence(),
                    "look at each check: comity verify " + session.typed(file));
        }
        verdict = Optional.of(found);
        story.line("verified   " + found.report().checks().size() + " checks, verdict: " + found.word());
    }

    Path file() {
        return file;
    }

    Verdict verdict() {
        return verdict.orElseThrow();
    }
}
