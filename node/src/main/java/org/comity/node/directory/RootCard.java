package org.comity.node.directory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;

/**
 * What a member says of itself: its identity, its nodes and its authorities.
 *
 * @param realm the world, or one exercise
 * @param member its code
 * @param names as the member writes them
 * @param identity keys under which every part of the card is signed
 * @param revision rises with every change, from 1
 * @param nodes 1 to 8; the first is the one to send to
 * @param authorities 1 to 256, each at one of the nodes, ids distinct
 * @param issuedMs when it was signed, in milliseconds since 1970; a claim
 */
public record RootCard(
        Realm realm,
        MemberId member,
        Names names,
        IdentityPublicKeys identity,
        long revision,
        List<NodeEntry> nodes,
        List<Authority> authorities,
        long issuedMs) {

    static final String DOMAIN = "comity/root-card/v1";

    private static final int MAX_NODES = 8;
    private static final int MAX_AUTHORITIES = 256;

    /** A node with the name of its log, generation included. */
    public record NodeEntry(NodeName node, String origin) {

        public NodeEntry {
            var _ = node.generationOf(origin);
        }
    }

    public RootCard {
        nodes = List.copyOf(nodes);
        authorities = List.copyOf(authorities);
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is not 1 or more");
        }
        if (nodes.isEmpty() || nodes.size() > MAX_NODES) {
            throw new IllegalArgumentException(nodes.size() + " nodes, legal are 1 to " + MAX_NODES);
        }
        if (authorities.isEmpty() || authorities.size() > MAX_AUTHORITIES) {
            throw new IllegalArgumentException(authorities.size() + " authorities, legal are 1 to " + MAX_AUTHORITIES);
        }
        requireNodes(nodes, authorities);
        if (issuedMs < 0) {
            throw new IllegalArgumentException("issued at " + issuedMs + " ms, legal is 0 or later");
        }
    }

    private static void requireNodes(List<NodeEntry> nodes, List<Authority> authorities) {
        Set<NodeName> known = new HashSet<>();
        for (NodeEntry entry : nodes) {
            if (!known.add(entry.node())) {
                throw new IllegalArgumentException("node " + entry.node() + " is listed twice");
            }
        }
        Set<Object> ids = new HashSet<>();
        for (Authority authority : authorities) {
            if (!ids.add(authority.id())) {
                throw new IllegalArgumentException("authority " + authority.id() + " is listed twice");
            }
            if (!known.contains(authority.node())) {
                throw new IllegalArgumentException(
                        "authority " + authority.id() + " is at node " + authority.node() + ", which is not listed");
            }
        }
    }

    /** The words or digits that two officers compare. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(realm, member, identity);
    }

    byte[] encode() {
        CborWriter out = new CborWriter().map(10);
        out.uint(1).text(DOMAIN);
        out.uint(2).text(realm.name());
        out.uint(3).text(member.code());
        names.write(out.uint(4));
        out.uint(5).bytes(identity.ed25519().bytes());
        out.uint(6).bytes(identity.mlDsa44().bytes());
        out.uint(7).uint(revision);
        out.uint(8).array(nodes.size());
        nodes.forEach(entry -> out.array(2).text(entry.node().text()).text(entry.origin()));
        out.uint(9).array(authorities.size());
        authorities.forEach(authority -> authority.write(out));
        out.uint(10).uint(issuedMs);
        return out.toBytes();
    }

    static RootCard parse(byte[] body) {
        CborReader in = new CborReader(body);
        CborFields.requireMap(in, 10);
        CborFields.requireText(CborFields.at(in, 1), DOMAIN);
        Realm realm = new Realm(CborFields.at(in, 2).text());
        MemberId member = new MemberId(CborFields.at(in, 3).text());
        Names names = Names.read(CborFields.at(in, 4));
        Octets ed25519 = Octets.of(CborFields.at(in, 5).bytes(Ed25519Key.BYTES));
        Octets mlDsa44 = Octets.of(CborFields.at(in, 6).bytes(MlDsaKey.PUBLIC_BYTES));
        long revision = CborFields.at(in, 7).uint();
        List<NodeEntry> nodes = CborFields.list(CborFields.at(in, 8), MAX_NODES, RootCard::readNode);
        List<Authority> authorities = CborFields.list(CborFields.at(in, 9), MAX_AUTHORITIES, Authority::read);
        long issuedMs = CborFields.at(in, 10).uint();
        in.end();
        return new RootCard(
                realm, member, names, new IdentityPublicKeys(ed25519, mlDsa44), revision, nodes, authorities, issuedMs);
    }

    private static NodeEntry readNode(CborReader in) {
        CborFields.requireArray(in, 2);
        return new NodeEntry(new NodeName(in.text()), in.text());
    }
}
