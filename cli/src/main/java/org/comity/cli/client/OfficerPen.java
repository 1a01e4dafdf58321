package org.comity.cli.client;

import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.node.access.OfficerSecretKey;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.AuthorityId;
import org.comity.node.record.Kind;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;
import tools.jackson.databind.JsonNode;

/**
 * An officer's key in use. The node says what is to be signed, and is not believed: the statement is built here again from the parts
 * that the officer is shown, and the text from its digest, so that a node that was broken into cannot have one thing shown and
 * another signed.
 */
public final class OfficerPen {

    private final OfficerSecretKey key;
    private final InstantSource clock;

    public OfficerPen(OfficerSecretKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Names the key. */
    public String keyId() {
        return key.keyId().hex();
    }

    /** The time to ask a statement for, in milliseconds since 1970. */
    public long nowMs() {
        return clock.millis();
    }

    /**
     * Signs a statement that the node gave.
     *
     * @return the approval, to be handed in
     * @throws StatementRefused if what would be signed is not what is shown
     */
    public Map<String, Object> sign(JsonNode statement) {
        ApprovalStatement own = checked(statement);
        Approval approval = key.approve(own);
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("role", approval.role());
        given.put("keyId", approval.officerKeyId().hex());
        given.put("timeMs", approval.timeMs());
        given.put("signature", Base64.getEncoder().encodeToString(approval.signature()));
        return given;
    }

    /** The statement, built from its shown parts. */
    static ApprovalStatement checked(JsonNode shown) {
        Hash bodyDigest = hash(shown, "bodyDigest");
        ApprovalStatement own = new ApprovalStatement(
                new Realm(text(shown, "realm")),
                new Kind(text(shown, "kind")),
                new MemberId(text(shown, "sender")),
                new AuthorityId(text(shown, "fromAuthority")),
                Recipient.parse(Json.optional(shown, "recipient")),
                Json.optional(shown, "toAuthority").map(AuthorityId::new),
                text(shown, "mediaType"),
                bodyDigest,
                hash(shown, "annexesDigest"),
                Json.optional(shown, "rulebook").map(Hash::ofHex),
                text(shown, "role"),
                shown.path("timeMs").asLong());
        Optional<String> body = Json.optional(shown, "body");
        if (body.isPresent()
                && !Hash.sha256(body.get().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .equals(bodyDigest)) {
            throw new StatementRefused("the text that the node shows is not the one it wants signed");
        }
        if (!Base64.getEncoder().encodeToString(own.bytes()).equals(text(shown, "bytes"))) {
            throw new StatementRefused("the bytes that the node wants signed do not say what it shows");
        }
        return own;
    }

    private static Hash hash(JsonNode shown, String member) {
        return Hash.ofHex(text(shown, member));
    }

    private static String text(JsonNode shown, String member) {
        return Json.optional(shown, member)
                .orElseThrow(() -> new StatementRefused("the statement of the node has no " + member));
    }

    /** What the node wants signed is not what it shows: the node may have been broken into. */
    public static final class StatementRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StatementRefused(String why) {
            super(why);
        }
    }
}
