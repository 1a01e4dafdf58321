package org.comity.node.directory;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.comity.age.PostQuantumRecipient;
import org.comity.node.access.Ed25519Key;
import org.comity.node.access.Octets;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Role;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Algorithm;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.Pin;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.VerifierKey;

/** The deterministic CBOR of a node card. */
final class NodeCardCodec {

    private static final int MAX_KEYS = 4;
    private static final int MAX_PINS = 2;

    private NodeCardCodec() {}

    static byte[] encode(NodeCard card) {
        CborWriter out = new CborWriter().map(17);
        out.uint(1).text(NodeCard.DOMAIN);
        out.uint(2).text(card.realm().name());
        out.uint(3).text(card.member().code());
        out.uint(4).text(card.node().text());
        out.uint(5).text(card.origin());
        out.uint(6).uint(card.revision());
        out.uint(7).uint(card.lowestVersion());
        CborFields.texts(
                out.uint(8), card.addresses().stream().map(URI::toString).toList());
        CborFields.texts(
                out.uint(9), card.logKeys().stream().map(VerifierKey::vkey).toList());
        CborFields.texts(
                out.uint(10), card.witnessKeys().stream().map(VerifierKey::vkey).toList());
        out.uint(11).bytes(card.parcelRecipient().bytes());
        out.uint(12).bytes(card.vaultRecipient().bytes());
        out.uint(13).array(card.pins().size());
        card.pins().forEach(pin -> out.bytes(pin.spkiSha256().bytes()));
        out.uint(14).bytes(card.dutyKey().bytes());
        out.uint(15).array(card.officers().size());
        card.officers().forEach(officer -> writeOfficer(out, officer));
        out.uint(16).bytes(card.checkpoint().encode());
        out.uint(17).uint(card.issuedMs());
        return out.toBytes();
    }

    static NodeCard parse(byte[] body) {
        CborReader in = new CborReader(body);
        CborFields.requireMap(in, 17);
        CborFields.requireText(CborFields.at(in, 1), NodeCard.DOMAIN);
        Realm realm = new Realm(CborFields.at(in, 2).text());
        MemberId member = new MemberId(CborFields.at(in, 3).text());
        NodeName node = new NodeName(CborFields.at(in, 4).text());
        String origin = CborFields.at(in, 5).text();
        long revision = CborFields.at(in, 6).uint();
        int lowestVersion = Math.toIntExact(CborFields.at(in, 7).uint());
        List<URI> addresses =
                CborFields.list(CborFields.at(in, 8), NodeCard.MAX_ADDRESSES, item -> URI.create(item.text()));
        List<VerifierKey> logKeys = readKeys(CborFields.at(in, 9));
        List<VerifierKey> witnessKeys = readKeys(CborFields.at(in, 10));
        PostQuantumRecipient parcelRecipient =
                PostQuantumRecipient.of(CborFields.at(in, 11).bytes());
        PostQuantumRecipient vaultRecipient =
                PostQuantumRecipient.of(CborFields.at(in, 12).bytes());
        List<Pin> pins = CborFields.list(CborFields.at(in, 13), MAX_PINS, item -> new Pin(Hash.of(item.bytes())));
        Octets dutyKey = Octets.of(CborFields.at(in, 14).bytes(Ed25519Key.BYTES));
        List<OfficerKey> officers =
                CborFields.list(CborFields.at(in, 15), NodeCard.MAX_OFFICERS, NodeCardCodec::readOfficer);
        SignedCheckpoint checkpoint =
                SignedCheckpoint.parse(CborFields.at(in, 16).bytes());
        long issuedMs = CborFields.at(in, 17).uint();
        in.end();
        return new NodeCard(
                realm,
                member,
                node,
                origin,
                revision,
                lowestVersion,
                addresses,
                logKeys,
                witnessKeys,
                parcelRecipient,
                vaultRecipient,
                pins,
                dutyKey,
                officers,
                checkpoint,
                issuedMs);
    }

    private static List<VerifierKey> readKeys(CborReader in) {
        return CborFields.list(in, MAX_KEYS, item -> VerifierKey.parse(item.text()));
    }

    private static void writeOfficer(CborWriter out, OfficerKey officer) {
        out.map(5);
        out.uint(1).uint(officer.algorithm().number());
        out.uint(2).bytes(officer.publicKey().bytes());
        CborFields.texts(out.uint(3), Role.words(officer.roles()));
        out.uint(4).uint(officer.validFromMs());
        out.uint(5).uint(officer.validUntilMs());
    }

    private static OfficerKey readOfficer(CborReader in) {
        CborFields.requireMap(in, 5);
        Algorithm algorithm = Algorithm.of(CborFields.at(in, 1).uint());
        Octets key = Octets.of(CborFields.at(in, 2).bytes(Ed25519Key.BYTES));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        CborFields.list(CborFields.at(in, 3), Role.values().length, item -> Role.ofWord(item.text()))
                .forEach(roles::add);
        long from = CborFields.at(in, 4).uint();
        long until = CborFields.at(in, 5).uint();
        return OfficerKey.of(algorithm, key, roles, from, until);
    }
}
