package org.comity.web.officers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Role;
import org.comity.node.directory.Authority;
import org.comity.node.directory.NodeCard;
import org.comity.node.directory.RootCard;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.Hash;
import org.comity.tlog.VerifierKey;

/** A member's card for people and their programs. */
record CardShown(
        MemberId member,
        Realm realm,
        Map<String, String> names,
        long revision,
        Instant issued,
        Hash digest,
        String words,
        String digits,
        String origin,
        List<String> addresses,
        List<AuthorityShown> authorities,
        List<KeyShown> officers,
        List<String> logKeys,
        List<String> witnessKeys,
        String armour) {

    record AuthorityShown(
            String id,
            Map<String, String> names,
            String kind,
            List<String> languages,
            String hours,
            List<String> phones,
            List<String> emails,
            List<String> procedures) {

        static AuthorityShown of(Authority authority) {
            return new AuthorityShown(
                    authority.id().name(),
                    authority.names().byLanguage(),
                    authority.kind().word(),
                    authority.languages(),
                    authority.hours(),
                    authority.phones(),
                    authority.emails(),
                    authority.procedures());
        }
    }

    /** An officer's key, without a name. */
    record KeyShown(Hash keyId, List<String> roles, Instant validFrom, Instant validUntil) {

        static KeyShown of(OfficerKey key) {
            return new KeyShown(
                    key.id(),
                    Role.words(key.roles()),
                    Instant.ofEpochMilli(key.validFromMs()),
                    Instant.ofEpochMilli(key.validUntilMs()));
        }
    }

    static CardShown of(VerifiedCard card) {
        RootCard root = card.root();
        NodeCard node = card.node();
        return new CardShown(
                card.member(),
                root.realm(),
                root.names().byLanguage(),
                root.revision(),
                Instant.ofEpochMilli(root.issuedMs()),
                card.digest(),
                String.join(" ", card.fingerprint().words()),
                card.fingerprint().digits(),
                node.origin(),
                node.addresses().stream().map(Object::toString).toList(),
                root.authorities().stream().map(AuthorityShown::of).toList(),
                node.officers().stream().map(KeyShown::of).toList(),
                node.logKeys().stream().map(VerifierKey::vkey).toList(),
                node.witnessKeys().stream().map(VerifierKey::vkey).toList(),
                card.card().armour());
    }
}
