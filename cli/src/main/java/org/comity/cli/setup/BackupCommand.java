package org.comity.cli.setup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.NodeOptions;
import org.comity.cli.command.Session;
import org.comity.cli.terminal.Shown;
import org.comity.cli.terminal.Terminal;
import org.comity.node.directory.NodeKeys;
import org.comity.node.driver.Backup;
import org.comity.node.driver.BackupManifest;
import org.comity.tlog.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comity backup}. */
@Command(
        name = "backup",
        description = "Back up a node, whether it runs or not.",
        footer = {
            "",
            "Each backup gets a folder of its own in TO; sealed evidence is copied once for all of them. The guard and the keys that are kept offline are never part of it. Going on from a backup always needs comity restore.",
            "",
            "Ends with 5 when evidence of the node is damaged: everything else is backed up.",
            "",
            "Example:",
            "  comity backup /mnt/backup/vn --keep 14"
        })
public final class BackupCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "TO", description = "Folder for backups of this node, best on another disk.")
    private String to = "";

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder of the node; $COMITY_DIR or ./comity-data if not said.")
    private Optional<String> dir = Optional.empty();

    @Option(names = "--without-keys", description = "Leave node.keys out: comity restore then needs --keys FILE.")
    private boolean withoutKeys;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "0",
            description = "Keep the newest N backups and remove older ones; all if not said.")
    private int keep;

    @Option(names = "--json", description = "Print the answer as one line of JSON.")
    private boolean json;

    public BackupCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path folder = session.path(
                dir.orElseGet(() -> session.environment().getOrDefault("COMITY_DIR", NodeOptions.DEFAULT_DIR)));
        Backup.Taken taken = Backup.take(
                folder, session.path(to), !withoutKeys, keep, session.clock().instant());
        if (json) {
            session.terminal().line(Json.line(described(taken)));
        } else {
            show(taken);
        }
        return (taken.damaged().isEmpty() ? ExitCode.OK : ExitCode.NOT_PROVEN).number();
    }

    private static Map<String, Object> described(Backup.Taken taken) {
        BackupManifest manifest = taken.manifest();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("backup", taken.path().toString());
        out.put("member", manifest.member());
        out.put("origin", manifest.origin());
        out.put("size", manifest.size());
        out.put("root", manifest.root());
        out.put("takenAt", manifest.takenAt());
        out.put("keys", manifest.hasKeys());
        out.put("blobs", manifest.blobs());
        out.put("copied", taken.copied());
        out.put("damaged", taken.damaged().stream().map(Hash::hex).toList());
        out.put("removed", taken.removed());
        return out;
    }

    private void show(Backup.Taken taken) {
        Terminal terminal = session.terminal();
        BackupManifest manifest = taken.manifest();
        terminal.line(terminal.good("\u2713") + " " + manifest.member() + " is backed up in "
                + session.typed(taken.path()) + ".");
        terminal.field(
                "log", manifest.origin() + ", " + manifest.size() + " leaves, root " + Shown.hash(manifest.root()));
        terminal.field("evidence", manifest.blobs() + " blobs, " + taken.copied() + " of them new");
        if (taken.removed() > 0) {
            terminal.field("removed", taken.removed() + " older backups");
        }
        if (!taken.damaged().isEmpty()) {
            terminal.remark("comity: " + taken.damaged().size()
                    + " blobs of evidence in the node are damaged and not in this backup, the first is "
                    + taken.damaged().getFirst().hex());
            terminal.remark("  Put them back from an older backup, then have the items checked.");
        }
        if (manifest.hasKeys()) {
            terminal.remark(NodeKeys.FILE + " is in this backup: whoever has it can read every record and item of"
                    + " evidence in it, and sign as this node. Keep it like the node itself, or use --without-keys.");
        }
    }
}
