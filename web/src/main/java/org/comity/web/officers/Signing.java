package org.comity.web.officers;

import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Algorithm;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.Hash;

/** What officers sign, and their signatures, as they cross this face. */
final class Signing {

    /**
     * What an officer signs.
     *
     * @param bytes exactly these, in base64
     * @param body the text under {@code bodyDigest}, where it is text
     */
    record Statement(
            Realm realm,
            Kind kind,
            MemberId sender,
            AuthorityId fromAuthority,
            Optional<String> recipient,
            Optional<AuthorityId> toAuthority,
            String mediaType,
            Hash bodyDigest,
            Hash annexesDigest,
            Optional<Hash> rulebook,
            String role,
            long timeMs,
            String bytes,
            Optional<String> body) {}

    /** A signature as it comes in. */
    record Given(String role, Hash keyId, long timeMs, String signature) {

        Approval approval() throws Refused {
            return Call.legal(() -> new Approval(
                    role, keyId, Algorithm.ED25519, timeMs, Base64.getDecoder().decode(signature)));
        }
    }

    private Signing() {}

    static Statement show(ApprovalStatement statement, Optional<String> body) {
        return new Statement(
                statement.realm(),
                statement.kind(),
                statement.sender(),
                statement.fromAuthority(),
                statement.recipient().text(),
                statement.toAuthority(),
                statement.mediaType(),
                statement.bodyDigest(),
                statement.annexesDigest(),
                statement.rulebook(),
                statement.role(),
                statement.timeMs(),
                Base64.getEncoder().encodeToString(statement.bytes()),
                body);
    }

    /** The time the caller names, or now. */
    static long timeMs(Optional<Long> named, InstantSource clock) {
        return named.orElseGet(clock::millis);
    }
}
