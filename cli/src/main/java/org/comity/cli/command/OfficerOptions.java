package org.comity.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comity.cli.client.OfficerPen;
import org.comity.node.access.OfficerId;
import org.comity.node.access.OfficerSecretKey;
import picocli.CommandLine.Option;

/** Whose key signs. */
public final class OfficerOptions {

    @Option(
            names = "--as",
            paramLabel = "OFFICER",
            description = "Officer who signs; the key is DIR/officers/OFFICER.key unless --key says where.")
    private Optional<String> officer = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "Key file of the officer.")
    private Optional<String> keyFile = Optional.empty();

    @Option(names = "--role", paramLabel = "ROLE", description = "Role to sign in; the first fitting one if not said.")
    private Optional<String> role = Optional.empty();

    /** Whether somebody shall sign at all. */
    public boolean present() {
        return officer.isPresent() || keyFile.isPresent();
    }

    public Optional<String> role() {
        return role;
    }

    /** @throws CommandFailed when there is no such key */
    public OfficerPen pen(Session session, NodeOptions node) {
        if (!present()) {
            throw CommandFailed.usage(
                    "nobody was named who signs", "name the officer with --as OFFICER, or a key file with --key FILE");
        }
        Path file = keyFile.map(session::path).orElseGet(() -> keyFile(node.folder(session), officer.orElseThrow()));
        if (!Files.exists(file)) {
            throw CommandFailed.of(
                    "there is no key of an officer in " + session.typed(file),
                    "name an officer of this node with --as, or the key file with --key");
        }
        return new OfficerPen(OfficerSecretKey.load(file), session.clock());
    }

    /** Where a node's folder keeps the key of an officer until the officer takes it away. */
    public static Path keyFile(Path folder, String officer) {
        return folder.resolve("officers").resolve(new OfficerId(officer).text() + ".key");
    }
}
