package org.comity.node.record;

import java.util.List;
import java.util.Optional;
import org.comity.node.cbor.CborWriter;
import org.comity.tlog.Hash;

/**
 * The exact bytes an officer signs.
 *
 * <p>They bind who asks whom for what, under which rulebook and with which documents, and in which role and when the officer
 * agreed. They do not bind sequence, time and origin of the record: those come into being in the commit, after the signature.
 * Encoded as a deterministic CBOR array of thirteen items, the first of which separates it from every other signed text.
 *
 * @param annexesDigest SHA-256 of the record's array of annexes as encoded there; of an empty array when it has none
 * @param timeMs        when the officer says it was, ms since 1970
 */
public record ApprovalStatement(
        Realm realm,
        Kind kind,
        MemberId sender,
        AuthorityId fromAuthority,
        Recipient recipient,
        Optional<AuthorityId> toAuthority,
        String mediaType,
        Hash bodyDigest,
        Hash annexesDigest,
        Optional<Hash> rulebook,
        String role,
        long timeMs) {
    private static final String LABEL = "comity/approval/v1";

    /** Digest of the encoded empty array. */
    static final Hash NO_ANNEXES = Hash.sha256(new CborWriter(1).array(0).toBytes());

    public ApprovalStatement {
        Check.mediaType(mediaType);
        Check.words("role", role, 64);
        Check.atLeast(0, "approval time", timeMs);
    }

    /** What an officer of {@code sender} signs to approve a draft. */
    public static ApprovalStatement of(Draft draft, Realm realm, MemberId sender, String role, long timeMs) {
        return of(draft.content(), digest(draft.annexes()), realm, sender, role, timeMs);
    }

    static ApprovalStatement of(
            Content content, Hash annexesDigest, Realm realm, MemberId sender, String role, long timeMs) {
        return new ApprovalStatement(
                realm,
                content.kind(),
                sender,
                content.fromAuthority(),
                content.recipient(),
                content.toAuthority(),
                content.mediaType(),
                Hash.sha256(content.body()),
                annexesDigest,
                content.rulebook(),
                role,
                timeMs);
    }

    private static Hash digest(List<Annex> annexes) {
        CborWriter out = new CborWriter();
        RecordWriter.annexes(out, annexes);
        return Hash.sha256(out.toBytes());
    }

    /** The bytes to sign. */
    public byte[] bytes() {
        CborWriter out = new CborWriter();
        out.array(13).text(LABEL).text(realm.name()).text(kind.text()).text(sender.code());
        out.text(fromAuthority.name());
        RecordWriter.textOrNil(out, recipient.text());
        RecordWriter.textOrNil(out, toAuthority.map(AuthorityId::name));
        out.text(mediaType).bytes(bodyDigest.bytes()).bytes(annexesDigest.bytes());
        RecordWriter.hashOrNil(out, rulebook);
        return out.text(role).uint(timeMs).toBytes();
    }
}
