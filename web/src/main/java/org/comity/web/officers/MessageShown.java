package org.comity.web.officers;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.node.exchange.ProvenAct;
import org.comity.node.record.Act;
import org.comity.node.record.Kind;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;

/** One message with its envelope, for people and their programs. What a peer wrote is shown as it is and trusted in nothing. */
record MessageShown(
        long index,
        String direction,
        Kind kind,
        String from,
        Optional<String> to,
        String lane,
        long sequence,
        String urgency,
        Instant time,
        String origin,
        long logIndex,
        Hash entry,
        Hash recordDigest,
        int recordLength,
        String mediaType,
        Optional<String> body,
        Optional<String> ownReference,
        List<String> foreignReferences,
        List<GivenApproval> approvals,
        List<RefShown> refs,
        Optional<String> caseId,
        Optional<MessageRoutes.InboxItem> received,
        Optional<MessageRoutes.OutboxItem> delivery) {

    record GivenApproval(String role, Hash keyId, Instant time) {}

    record RefShown(String rel, String origin, long index, Hash entry) {}

    static MessageShown of(
            long index,
            ProvenAct message,
            Optional<String> caseId,
            Optional<MessageRoutes.InboxItem> received,
            Optional<MessageRoutes.OutboxItem> delivery) {
        Act act = message.act();
        return new MessageShown(
                index,
                received.isPresent() ? "received" : "sent",
                act.kind(),
                act.from().toString(),
                to(act),
                RequestShown.word(act.lane()),
                act.sequence(),
                RequestShown.word(act.urgency()),
                Instant.ofEpochMilli(act.timeMs()),
                act.origin(),
                message.proof().index(),
                message.opening().entry(),
                Hash.sha256(message.opening().record()),
                message.opening().record().length,
                act.mediaType(),
                text(act),
                act.ownReference(),
                act.foreignReferences(),
                act.approvals().stream()
                        .map(a -> new GivenApproval(a.role(), a.officerKeyId(), Instant.ofEpochMilli(a.timeMs())))
                        .toList(),
                act.refs().stream()
                        .map(ref -> new RefShown(ref.rel(), ref.origin(), ref.index(), ref.entry()))
                        .toList(),
                caseId,
                received,
                delivery);
    }

    private static Optional<String> to(Act act) {
        Optional<String> authority = act.toAuthority().map(id -> "/" + id);
        return act.recipient() instanceof Recipient.Nobody
                ? Optional.empty()
                : act.recipient().text().map(member -> member + authority.orElse(""));
    }

    /** The body where it is text; what is no UTF-8 is none. */
    private static Optional<String> text(Act act) {
        if (!act.mediaType().startsWith("text/") && !act.mediaType().equals("application/json")) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(act.body()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
