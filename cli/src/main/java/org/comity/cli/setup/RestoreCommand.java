package org.comity.cli.setup;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Terminal;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.Restore;
import org.comity.node.driver.SystemEntropy;
import org.comity.tlog.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comity restore}. */
@Command(
        name = "restore",
        description = "Declare a restore: a new folder from a backup, and the next log in it.",
        footer = {
            "",
            "The old log is closed for good where the backup ends; the next one begins with the same leaves under a new name and new keys, so no member ever sees two histories. The identity is the same, so the words and digits of the card are too; officers of each member that recognises this one confirm the new card. Never start the old folder again.",
            "",
            "Example:",
            "  comity restore /mnt/backup/vn --dir comity-new \\",
            "    --identity /media/usb/identity.keys --reason \"the disk died on 3 March\""
        })
public final class RestoreCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "BACKUP",
            description = "A backup, or the folder of several: then the newest whole one is taken.")
    private String backup = "";

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "NEW",
            description = "Folder of the node to be; empty or not there.")
    private String dir = "";

    @Option(
            names = "--identity",
            required = true,
            paramLabel = "FILE",
            description = "The identity keys, which sign the new card; take them away again afterwards.")
    private String identity = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; stays in the new log.")
    private String reason = "";

    @Option(
            names = "--address",
            paramLabel = "URL",
            description = "Address in place of those on the card; repeatable, best first.")
    private List<String> addresses = new ArrayList<>();

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "Newer node.keys than those in the backup, or those of a backup without.")
    private Optional<String> keys = Optional.empty();

    @Option(
            names = "--guard",
            paramLabel = "FILE",
            description = "Guard of the old folder, if it can be read: it tells how much is lost.")
    private Optional<String> guard = Optional.empty();

    @Option(
            names = "--revision",
            paramLabel = "N",
            description = "Revision of the new card, if members hold a later one; 100 above the backup's if not said.")
    private Optional<Long> revision = Optional.empty();

    @Option(
            names = "--generation",
            paramLabel = "N",
            description = "Number of the new log, if one was opened from such a backup before and is lost too.")
    private Optional<Integer> generation = Optional.empty();

    @Option(names = "--accept-missing", description = "Go on without sealed evidence that the backup has lost.")
    private boolean acceptMissing;

    @Option(names = "--json", description = "Print the answer as one line of JSON.")
    private boolean json;

    public RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Restore.Declared declared = Restore.declare(
                new Restore.Wish(
                        session.path(backup),
                        session.path(dir),
                        session.path(identity),
                        reason,
                        revision.map(OptionalLong::of).orElse(OptionalLong.empty()),
                        generation.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        addresses.stream().map(URI::create).toList(),
                        keys.map(session::path),
                        guard.map(session::path),
                        acceptMissing),
                new SystemEntropy(),
                session.clock().instant());
        if (json) {
            session.terminal().line(Json.line(described(declared)));
        } else {
            show(declared);
        }
        return ExitCode.OK.number();
    }

    private static Map<String, Object> described(Restore.Declared declared) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("dir", declared.folder().path().toString());
        out.put("member", declared.card().member().code());
        out.put("backup", declared.backup().toString());
        out.put("takenAt", declared.manifest().takenAt());
        out.put("closed", declared.closed().origin());
        out.put("size", declared.closed().end().size());
        out.put("lastSigned", declared.lastSigned().map(head -> head.size()));
        out.put("origin", declared.card().node().origin());
        out.put("revision", declared.card().root().revision());
        out.put("digits", declared.card().fingerprint().digits());
        out.put("missing", declared.missing().stream().map(Hash::hex).toList());
        return out;
    }

    private void show(Restore.Declared declared) {
        Terminal terminal = session.terminal();
        String folder = session.typed(declared.folder().path());
        long size = declared.closed().end().size();
        terminal.line(terminal.strong("The log " + declared.closed().origin() + " is closed after " + size
                + " leaves; the next begins with them."));
        terminal.gap();
        terminal.field(
                "backup",
                session.typed(declared.backup()) + ", taken "
                        + declared.manifest().takenAt());
        declared.lastSigned().ifPresent(head -> terminal.field("lost", lost(size, head.size())));
        if (!declared.missing().isEmpty()) {
            terminal.field(
                    "missing",
                    declared.missing().size() + " blobs of evidence, the first is "
                            + Shown.hash(declared.missing().getFirst().hex()));
        }
        terminal.field("log", declared.card().node().origin());
        terminal.field(
                "card",
                folder + "/" + NodeFolder.CARD + ", revision "
                        + declared.card().root().revision());
        terminal.field("digits", declared.card().fingerprint().digits() + " (as before)");
        terminal.gap();
        terminal.line("Now:");
        terminal.line("  1. comity start --dir " + folder);
        terminal.line("  2. Telephone each member. Its node fetches the new card by itself and offers it to");
        terminal.line("     its officers; two of them confirm it: comity member admit --offered "
                + declared.card().member().code() + " ...");
        terminal.line("  3. Never start the old folder again. Take the identity keys away.");
    }

    private static String lost(long size, long signed) {
        return signed <= size
                ? "nothing: the old node last signed " + signed + " leaves"
                : (signed - size) + " leaves, " + size + " to " + (signed - 1)
                        + "; members give back what they had of them";
    }
}
