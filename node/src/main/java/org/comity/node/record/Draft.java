package org.comity.node.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.comity.tlog.Hash;

/**
 * A record before its commit: everything its author decides, and nothing that only the log can know.
 *
 * <p>Immutable; each {@code with} gives a changed copy.
 */
public final class Draft {
    /** The longest case name, in characters. */
    public static final int MAX_CASE_ID = 128;

    private final Content content;
    private final String caseId;

    private Draft(Content content, String caseId) {
        this.content = content;
        this.caseId = caseId;
    }

    /**
     * A draft by the node itself ({@link AuthorityId#NODE}), of routine urgency, in the node's general key, with nothing optional.
     *
     * @throws IllegalArgumentException when the lane does not go with the recipient, or the media type is none
     */
    public static Draft of(Kind kind, Recipient recipient, Lane lane, String mediaType, byte[] body) {
        return new Draft(new Content.Builder(kind, recipient, lane, mediaType, body.clone()).build(), "");
    }

    /**
     * What the author of an act decided, to be logged once more under another stamp. Approvals stay valid: they are over the body, the
     * kind and the recipient.
     *
     * @param caseId as in {@link #withCaseId}
     */
    public static Draft again(Act act, String caseId) {
        return new Draft(act.content(), "").withCaseId(caseId);
    }

    /** Sets the authority in whose name the record is written. */
    public Draft withFromAuthority(AuthorityId authority) {
        return with(b -> b.fromAuthority = authority);
    }

    /** Sets the authority that shall deal with it; not for a record to nobody. */
    public Draft withToAuthority(AuthorityId authority) {
        return with(b -> b.toAuthority = Optional.of(authority));
    }

    /** Sets the digest of the rulebook edition under which it is written. */
    public Draft withRulebook(Hash digest) {
        return with(b -> b.rulebook = Optional.of(digest));
    }

    /** Adds one reference to another record; at most 256. */
    public Draft withRef(Ref ref) {
        return with(b -> b.refs = joined(b.refs, ref));
    }

    /** Sets the time after which the record has no purpose, in ms since 1970, from 0. */
    public Draft withExpiryMs(long ms) {
        return with(b -> b.expiryMs = OptionalLong.of(ms));
    }

    /** Adds one approval; at most 16. */
    public Draft withApproval(Approval approval) {
        return with(b -> b.approvals = joined(b.approvals, approval));
    }

    /** Adds one annex; at most 64. */
    public Draft withAnnex(Annex annex) {
        return with(b -> b.annexes = joined(b.annexes, annex));
    }

    /** Sets the file reference of the author's own authority, 1 to 128 characters. */
    public Draft withOwnReference(String reference) {
        return with(b -> b.ownReference = Optional.of(reference));
    }

    /** Adds one file reference of another authority, 1 to 128 characters; at most 16. */
    public Draft withForeignReference(String reference) {
        return with(b -> b.foreignReferences = joined(b.foreignReferences, reference));
    }

    public Draft withUrgency(Urgency urgency) {
        return with(b -> b.urgency = urgency);
    }

    /**
     * Sets the case, a local name that never travels: it chooses the key under which the record lies at rest.
     *
     * @param id up to 128 characters; empty for the node's general key
     */
    public Draft withCaseId(String id) {
        if (!id.isEmpty()) {
            Check.text("case", id, MAX_CASE_ID);
        }
        return new Draft(content, id);
    }

    private Draft with(Consumer<Content.Builder> change) {
        Content.Builder builder = new Content.Builder(content);
        change.accept(builder);
        return new Draft(builder.build(), caseId);
    }

    private static <T> List<T> joined(List<T> list, T last) {
        List<T> joined = new ArrayList<>(list);
        joined.add(last);
        return joined;
    }

    Content content() {
        return content;
    }

    public Kind kind() {
        return content.kind();
    }

    public Recipient recipient() {
        return content.recipient();
    }

    public Lane lane() {
        return content.lane();
    }

    public AuthorityId fromAuthority() {
        return content.fromAuthority();
    }

    public Optional<AuthorityId> toAuthority() {
        return content.toAuthority();
    }

    public Optional<Hash> rulebook() {
        return content.rulebook();
    }

    public String mediaType() {
        return content.mediaType();
    }

    /** A copy of the body. */
    public byte[] body() {
        return content.body().clone();
    }

    public List<Ref> refs() {
        return content.refs();
    }

    public OptionalLong expiryMs() {
        return content.expiryMs();
    }

    public List<Approval> approvals() {
        return content.approvals();
    }

    public List<Annex> annexes() {
        return content.annexes();
    }

    public Optional<String> ownReference() {
        return content.ownReference();
    }

    public List<String> foreignReferences() {
        return content.foreignReferences();
    }

    public Urgency urgency() {
        return content.urgency();
    }

    public String caseId() {
        return caseId;
    }
}
