package org.comity.node.record;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.tlog.Hash;

/**
 * A record: its exact bytes, as they were hashed into the log, with the envelope they spell.
 *
 * <p>An act exists only if its bytes are well formed, so holding one means that the envelope was checked; whether the record is *in*
 * a log, and whether its approvals verify, are other questions with other types. The bytes are kept, never made again from the
 * fields: keys this version does not know stay in them.
 */
public final class Act {
    private final byte[] bytes;
    private final Stamp stamp;
    private final Content content;
    private final Hash annexesDigest;
    private final List<Long> unknownCritical;

    Act(byte[] bytes, Stamp stamp, Content content, Hash annexesDigest, List<Long> unknownCritical) {
        this.bytes = bytes;
        this.stamp = stamp;
        this.content = content;
        this.annexesDigest = annexesDigest;
        this.unknownCritical = unknownCritical;
    }

    /**
     * Reads a record of at most 1 MiB.
     *
     * <p>Keys it does not know are kept: those from 1000 up and texts silently, others are listed by {@link #unknownCritical()}.
     *
     * @throws MalformedRecord when anything else is not as docs/protocol.md has it
     */
    public static Act parse(byte[] record) {
        byte[] own = record.clone();
        try {
            return new RecordReader(new CborReader(own), own).read();
        } catch (CborException | IllegalArgumentException e) {
            throw RecordReader.malformed(e);
        }
    }

    /**
     * The act that a draft and its stamp make: the same as reading back what {@link #encode} writes, at a fraction of the cost.
     *
     * @throws IllegalArgumentException when the record would be longer than 1 MiB, or the sequence does not go with the lane
     */
    public static Act of(Draft draft, Stamp stamp) {
        byte[] record = encode(draft, stamp);
        return draft.annexes().isEmpty()
                ? new Act(record, stamp, draft.content(), ApprovalStatement.NO_ANNEXES, List.of())
                : parse(record);
    }

    /**
     * Encodes a draft with its stamp.
     *
     * @throws IllegalArgumentException when the record would be longer than 1 MiB, or the sequence does not go with the lane
     */
    public static byte[] encode(Draft draft, Stamp stamp) {
        return RecordWriter.encode(draft.content(), stamp);
    }

    /**
     * Reads the first eight keys and looks at nothing behind them, also when the record is too long.
     *
     * @throws MalformedRecord when not even these can be read
     */
    public static Outer outer(byte[] record) {
        try {
            CborReader in = new CborReader(record, new CborLimits(Integer.MAX_VALUE, CborLimits.MAX_DEPTH));
            in.map();
            return RecordReader.outer(in);
        } catch (CborException | IllegalArgumentException e) {
            throw RecordReader.malformed(e);
        }
    }

    /** A copy of the record's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Keys below 1000 that this version does not know, ascending; for a key inside an approval or annex the key of that field.
     * They may change the meaning of what is known, so an act with any is not to be acted on.
     */
    public List<Long> unknownCritical() {
        return unknownCritical;
    }

    /** What the officer of one of this record's approvals must have signed. */
    public ApprovalStatement statement(Approval approval) {
        return ApprovalStatement.of(
                content, annexesDigest, stamp.realm(), stamp.sender(), approval.role(), approval.timeMs());
    }

    Content content() {
        return content;
    }

    public Stamp stamp() {
        return stamp;
    }

    public Realm realm() {
        return stamp.realm();
    }

    public MemberId sender() {
        return stamp.sender();
    }

    public String origin() {
        return stamp.origin();
    }

    public long sequence() {
        return stamp.sequence();
    }

    /** Ms since 1970; a claim of the sender. */
    public long timeMs() {
        return stamp.timeMs();
    }

    /** The authority that wrote it. */
    public Address from() {
        return new Address(stamp.sender(), content.fromAuthority());
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

    /** Two acts are equal when their bytes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Act that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Names the act, never its content. */
    @Override
    public String toString() {
        return "Act[" + kind() + " " + origin() + " " + lane() + " " + sequence() + "]";
    }
}
