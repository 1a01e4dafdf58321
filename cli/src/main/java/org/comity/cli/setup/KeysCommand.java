package org.comity.cli.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comity.cli.client.Json;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.CommandGroup;
import org.comity.cli.command.ExitCode;
import org.comity.cli.command.NodeOptions;
import org.comity.cli.command.Session;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.KeyRotation;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.SystemEntropy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code comity keys}. */
@Command(
        name = "keys",
        description = "Keys of a stopped node: rotate, destroy, renew the card.",
        footer = {"", "Example:", "  comity keys rotate-parcel --identity /media/usb/identity.keys"})
public final class KeysCommand extends CommandGroup {

    /** The group with its commands. */
    public static CommandLine line(Session session) {
        return group(
                new KeysCommand(),
                new RotateTls(session),
                new RotateParcel(session),
                new DestroyOldParcel(session),
                new RenewCard(session));
    }

    /** What all of them share: a folder, perhaps the identity keys, and what to say at the end. */
    abstract static class OnKeys implements Callable<Integer> {

        private final Session session;

        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "Folder of the node; $COMITY_DIR or ./comity-data if not said.")
        private Optional<String> dir = Optional.empty();

        @Option(names = "--json", description = "Print the answer as one line of JSON.")
        private boolean json;

        OnKeys(Session session) {
            this.session = session;
        }

        abstract Optional<VerifiedCard> change(KeyRotation rotation);

        abstract String done();

        @Override
        public final Integer call() {
            NodeFolder folder = NodeFolder.open(folder());
            Optional<VerifiedCard> card = change(
                    new KeyRotation(folder, new SystemEntropy(), session.clock().instant()));
            if (json) {
                Map<String, Object> out = new LinkedHashMap<>();
                out.put("done", done());
                out.put("cardRevision", card.map(renewed -> renewed.root().revision()));
                session.terminal().line(Json.line(out));
            } else {
                session.terminal().line(done());
                card.ifPresent(renewed -> session.terminal()
                        .line("The card has revision " + renewed.root().revision()
                                + " now; the node tells its peers at its next start."));
            }
            return ExitCode.OK.number();
        }

        private Path folder() {
            return session.path(
                    dir.orElseGet(() -> session.environment().getOrDefault("COMITY_DIR", NodeOptions.DEFAULT_DIR)));
        }

        /** Where the identity keys are: as said, or in the folder if somebody left them there. */
        final Optional<Path> identity(Optional<String> said) {
            Path inFolder = folder().resolve(IdentityKeys.FILE);
            return said.map(session::path).or(() -> Optional.of(inFolder).filter(Files::exists));
        }

        final Path requiredIdentity(Optional<String> said) {
            return identity(said)
                    .orElseThrow(() -> CommandFailed.usage(
                            "the card must be renewed, and the identity keys are not here",
                            "name their file: --identity FILE"));
        }
    }

    /** {@code comity keys rotate-tls}. */
    @Command(
            name = "rotate-tls",
            description = "The next TLS key, which the card announces, becomes the current one.",
            footer = {
                "",
                "Peers know the next key already, so this works although the current one was lost. With the identity keys a new next one is announced; without them that waits for renew-card.",
                "",
                "Example:",
                "  comity keys rotate-tls --identity /media/usb/identity.keys"
            })
    static final class RotateTls extends OnKeys {

        @Option(names = "--identity", paramLabel = "FILE", description = "File of the identity keys.")
        private Optional<String> identity = Optional.empty();

        RotateTls(Session session) {
            super(session);
        }

        @Override
        Optional<VerifiedCard> change(KeyRotation rotation) {
            return rotation.tls(identity(identity));
        }

        @Override
        String done() {
            return "The TLS key was rotated.";
        }
    }

    /** {@code comity keys rotate-parcel}. */
    @Command(
            name = "rotate-parcel",
            description = "Make a new parcel key, monthly; the present one still opens what is under way.",
            footer = {"", "Example:", "  comity keys rotate-parcel --identity /media/usb/identity.keys"})
    static final class RotateParcel extends OnKeys {

        @Option(names = "--identity", paramLabel = "FILE", description = "File of the identity keys.")
        private Optional<String> identity = Optional.empty();

        RotateParcel(Session session) {
            super(session);
        }

        @Override
        Optional<VerifiedCard> change(KeyRotation rotation) {
            return Optional.of(rotation.parcel(requiredIdentity(identity)));
        }

        @Override
        String done() {
            return "The parcel key was rotated. Destroy the old one in " + KeyRotation.PARCELS_UNDER_WAY.toDays()
                    + " days: comity keys destroy-old-parcel";
        }
    }

    /** {@code comity keys destroy-old-parcel}. */
    @Command(
            name = "destroy-old-parcel",
            description = "Destroy the previous parcel key: recorded parcels of its time open for nobody.",
            footer = {"", "Example:", "  comity keys destroy-old-parcel"})
    static final class DestroyOldParcel extends OnKeys {

        @Option(
                names = "--early",
                description = "Although parcels for it may be under way; they must then be sent anew.")
        private boolean early;

        DestroyOldParcel(Session session) {
            super(session);
        }

        @Override
        Optional<VerifiedCard> change(KeyRotation rotation) {
            rotation.destroyOldParcel(early);
            return Optional.empty();
        }

        @Override
        String done() {
            return "The previous parcel key is destroyed here. Destroy its copies too.";
        }
    }

    /** {@code comity keys renew-card}. */
    @Command(
            name = "renew-card",
            description = "Issue the card again, with the keys as they are.",
            footer = {"", "Example:", "  comity keys renew-card --identity /media/usb/identity.keys"})
    static final class RenewCard extends OnKeys {

        @Option(names = "--identity", paramLabel = "FILE", description = "File of the identity keys.")
        private Optional<String> identity = Optional.empty();

        RenewCard(Session session) {
            super(session);
        }

        @Override
        Optional<VerifiedCard> change(KeyRotation rotation) {
            return Optional.of(rotation.renewCard(requiredIdentity(identity)));
        }

        @Override
        String done() {
            return "The card was issued again.";
        }
    }
}
