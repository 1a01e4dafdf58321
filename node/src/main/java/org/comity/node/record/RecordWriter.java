package org.comity.node.record;

import java.util.List;
import java.util.Optional;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborWriter;
import org.comity.tlog.Hash;

/** Encodes a record. What has its default value is left out, so that one content has one encoding. */
final class RecordWriter {
    static final int REQUIRED_KEYS = 13;

    private RecordWriter() {}

    static byte[] encode(Content content, Stamp stamp) {
        if ((content.lane() == Lane.OWN) != (stamp.sequence() == 0)) {
            throw new IllegalArgumentException("sequence is " + stamp.sequence() + " in lane " + content.lane()
                    + ", must be 0 in lane OWN and at least 1 elsewhere");
        }
        CborWriter out = new CborWriter(content.body().length + 512);
        out.map(REQUIRED_KEYS + optionalKeys(content));
        out.uint(RecordKey.VERSION).text(RecordKey.VERSION_TEXT);
        out.uint(RecordKey.REALM).text(stamp.realm().name());
        out.uint(RecordKey.KIND).text(content.kind().text());
        out.uint(RecordKey.SENDER).text(stamp.sender().code());
        out.uint(RecordKey.ORIGIN).text(stamp.origin());
        textOrNil(out.uint(RecordKey.RECIPIENT), content.recipient().text());
        out.uint(RecordKey.LANE).uint(content.lane().number());
        out.uint(RecordKey.SEQUENCE).uint(stamp.sequence());
        out.uint(RecordKey.TIME).uint(stamp.timeMs());
        hashOrNil(out.uint(RecordKey.RULEBOOK), content.rulebook());
        out.uint(RecordKey.MEDIA_TYPE).text(content.mediaType());
        out.uint(RecordKey.BODY).bytes(content.body());
        references(out, content.refs());
        content.expiryMs().ifPresent(ms -> out.uint(RecordKey.EXPIRY).uint(ms));
        out.uint(RecordKey.FROM_AUTHORITY).text(content.fromAuthority().name());
        content.toAuthority().ifPresent(to -> out.uint(RecordKey.TO_AUTHORITY).text(to.name()));
        approvals(out, content.approvals());
        if (!content.annexes().isEmpty()) {
            annexes(out.uint(RecordKey.ANNEXES), content.annexes());
        }
        content.ownReference()
                .ifPresent(text -> out.uint(RecordKey.OWN_REFERENCE).text(text));
        if (!content.foreignReferences().isEmpty()) {
            out.uint(RecordKey.FOREIGN_REFERENCES)
                    .array(content.foreignReferences().size());
            content.foreignReferences().forEach(out::text);
        }
        if (content.urgency() != Urgency.ROUTINE) {
            out.uint(RecordKey.URGENCY).uint(content.urgency().number());
        }
        if (out.size() > CborLimits.RECORD.maxBytes()) {
            throw new IllegalArgumentException(
                    "record has " + out.size() + " bytes, at most " + CborLimits.RECORD.maxBytes() + " are allowed");
        }
        return out.toBytes();
    }

    private static int optionalKeys(Content content) {
        return (content.refs().isEmpty() ? 0 : 1)
                + (content.expiryMs().isPresent() ? 1 : 0)
                + (content.toAuthority().isPresent() ? 1 : 0)
                + (content.approvals().isEmpty() ? 0 : 1)
                + (content.annexes().isEmpty() ? 0 : 1)
                + (content.ownReference().isPresent() ? 1 : 0)
                + (content.foreignReferences().isEmpty() ? 0 : 1)
                + (content.urgency() == Urgency.ROUTINE ? 0 : 1);
    }

    private static void references(CborWriter out, List<Ref> refs) {
        if (refs.isEmpty()) {
            return;
        }
        out.uint(RecordKey.REFS).array(refs.size());
        for (Ref ref : refs) {
            out.array(4).text(ref.rel()).text(ref.origin()).uint(ref.index());
            out.bytes(ref.entry().bytes());
        }
    }

    private static void approvals(CborWriter out, List<Approval> approvals) {
        if (approvals.isEmpty()) {
            return;
        }
        out.uint(RecordKey.APPROVALS).array(approvals.size());
        for (Approval approval : approvals) {
            out.map(5);
            out.uint(RecordKey.APPROVAL_ROLE).text(approval.role());
            out.uint(RecordKey.APPROVAL_KEY).bytes(approval.officerKeyId().bytes());
            out.uint(RecordKey.APPROVAL_ALGORITHM).uint(approval.algorithm().number());
            out.uint(RecordKey.APPROVAL_TIME).uint(approval.timeMs());
            out.uint(RecordKey.APPROVAL_SIGNATURE).bytes(approval.signature());
        }
    }

    static void annexes(CborWriter out, List<Annex> annexes) {
        out.array(annexes.size());
        for (Annex annex : annexes) {
            out.map(5
                    + (annex.translationOf().isPresent() ? 1 : 0)
                    + (annex.authentic() ? 1 : 0)
                    + (annex.name().isEmpty() ? 0 : 1));
            out.uint(RecordKey.ANNEX_KIND).text(annex.kind());
            out.uint(RecordKey.ANNEX_LANGUAGE).text(annex.language());
            out.uint(RecordKey.ANNEX_MEDIA_TYPE).text(annex.mediaType());
            out.uint(RecordKey.ANNEX_DIGEST).bytes(annex.digest().bytes());
            out.uint(RecordKey.ANNEX_LENGTH).uint(annex.length());
            annex.translationOf()
                    .ifPresent(of -> out.uint(RecordKey.ANNEX_TRANSLATION_OF).bytes(of.bytes()));
            if (annex.authentic()) {
                out.uint(RecordKey.ANNEX_AUTHENTIC).bool(true);
            }
            if (!annex.name().isEmpty()) {
                out.uint(RecordKey.ANNEX_NAME).text(annex.name());
            }
        }
    }

    static void textOrNil(CborWriter out, Optional<String> text) {
        text.ifPresentOrElse(out::text, out::nil);
    }

    static void hashOrNil(CborWriter out, Optional<Hash> hash) {
        hash.ifPresentOrElse(h -> out.bytes(h.bytes()), out::nil);
    }
}
