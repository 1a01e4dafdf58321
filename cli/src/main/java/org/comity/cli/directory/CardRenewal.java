package org.comity.cli.directory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.comity.cli.client.NodeClient;
import org.comity.cli.command.CommandFailed;
import org.comity.node.access.OfficerKey;
import org.comity.node.directory.IdentityKeys;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.driver.NodeFolder;
import org.comity.tlog.SignedCheckpoint;

/** Issues the own card anew, which needs the identity keys beside the node for as long as it takes. */
public final class CardRenewal {

    private CardRenewal() {}

    /** Whether the identity keys are here. */
    public static boolean possible(Path folder) {
        return Files.exists(folder.resolve(IdentityKeys.FILE));
    }

    /**
     * Writes a card with changes.
     *
     * @param node the running node, whose newest checkpoint goes on the card
     * @throws CommandFailed when the identity keys are not here
     */
    static VerifiedCard renew(Path folder, NodeClient node, UnaryOperator<MemberProfile> change, Instant now) {
        if (!possible(folder)) {
            throw CommandFailed.of(
                    "the identity keys are not in " + folder,
                    "bring " + IdentityKeys.FILE + " from where it is kept, and take it away again afterwards");
        }
        NodeFolder opened = NodeFolder.open(folder);
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(node.bytes("/v1/log/checkpoint"));
        return opened.renewCard(change.apply(MemberProfile.of(opened.card())), checkpoint, now);
    }

    /** The same with one more officer. */
    public static VerifiedCard withOfficer(Path folder, NodeClient node, OfficerKey key, Instant now) {
        return renew(
                folder,
                node,
                profile -> {
                    List<OfficerKey> officers = new ArrayList<>(profile.officers());
                    officers.removeIf(other -> other.id().equals(key.id()));
                    officers.add(key);
                    return profile.withOfficers(officers);
                },
                now);
    }
}
