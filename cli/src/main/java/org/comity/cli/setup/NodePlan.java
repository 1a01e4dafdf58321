package org.comity.cli.setup;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Role;
import org.comity.node.directory.Authority;
import org.comity.node.directory.MemberProfile;
import org.comity.node.directory.Names;
import org.comity.node.directory.NodeName;
import org.comity.node.driver.NodeFolder;
import org.comity.node.driver.NodeSettings;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.Entropy;

/**
 * A node that is to be made.
 *
 * @param authorities the first is the one in whose name the node itself acts on evidence
 * @param officers roles by pseudonym, in the order of naming
 * @param place where evidence is kept, for the chain of custody
 */
public record NodePlan(
        Realm realm,
        MemberId member,
        Names names,
        NodeName node,
        List<Authority> authorities,
        List<URI> addresses,
        Map<String, Set<Role>> officers,
        String peersHost,
        int peersPort,
        String officersHost,
        int officersPort,
        boolean allowPrivate,
        String place) {

    private static final int LOWEST_VERSION = 1;
    private static final long FETCH_ON_ARRIVAL_MIB = 64;

    /** An officer's key begins an hour early, so that a clock that is a little behind does not refuse it. */
    private static final Duration EARLY = Duration.ofHours(1);

    private static final Duration VALIDITY = Duration.ofDays(5L * 365);

    /** Makes the folder with all keys and the first card. */
    public NodeFolder make(Path folder, Entropy entropy, Instant now) {
        Instant from = Instant.ofEpochMilli(now.minus(EARLY).toEpochMilli());
        List<OfficerRoll.Newcomer> newcomers = new ArrayList<>();
        officers.forEach(
                (id, roles) -> newcomers.add(OfficerRoll.generate(id, roles, entropy, from, from.plus(VALIDITY))));
        List<OfficerKey> keys =
                newcomers.stream().map(OfficerRoll.Newcomer::key).toList();
        MemberProfile profile =
                new MemberProfile(realm, member, names, node, authorities, addresses, keys, LOWEST_VERSION);
        NodeSettings settings = new NodeSettings(
                NodeSettings.FORMAT,
                member.code(),
                realm.name(),
                peersHost,
                peersPort,
                officersHost,
                officersPort,
                allowPrivate,
                authorities.getFirst().id().name(),
                place,
                FETCH_ON_ARRIVAL_MIB);
        NodeFolder made = NodeFolder.create(folder, profile, settings, entropy, now);
        OfficerRoll.write(folder, newcomers);
        return made;
    }
}
