package org.comity.node.directory;

import java.net.URI;
import java.util.List;
import org.comity.node.access.OfficerKey;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;

/**
 * What this member says of itself in its own card, apart from keys.
 *
 * @param realm the world, or one exercise
 * @param member our code
 * @param names as we write them
 * @param node name of this node
 * @param authorities all at this node
 * @param addresses where peers reach it, best first
 * @param officers keys of officers that peers shall know
 * @param lowestVersion the lowest protocol version we speak
 */
public record MemberProfile(
        Realm realm,
        MemberId member,
        Names names,
        NodeName node,
        List<Authority> authorities,
        List<URI> addresses,
        List<OfficerKey> officers,
        int lowestVersion) {

    public MemberProfile {
        authorities = List.copyOf(authorities);
        addresses = List.copyOf(addresses);
        officers = List.copyOf(officers);
    }

    /** What a card of ours says now. */
    public static MemberProfile of(VerifiedCard card) {
        RootCard root = card.root();
        NodeCard own = card.node();
        return new MemberProfile(
                root.realm(),
                root.member(),
                root.names(),
                own.node(),
                root.authorities(),
                own.addresses(),
                own.officers(),
                own.lowestVersion());
    }

    public MemberProfile withAddresses(List<URI> changed) {
        return new MemberProfile(realm, member, names, node, authorities, changed, officers, lowestVersion);
    }

    public MemberProfile withOfficers(List<OfficerKey> changed) {
        return new MemberProfile(realm, member, names, node, authorities, addresses, changed, lowestVersion);
    }

    public MemberProfile withAuthorities(List<Authority> changed) {
        return new MemberProfile(realm, member, names, node, changed, addresses, officers, lowestVersion);
    }
}
