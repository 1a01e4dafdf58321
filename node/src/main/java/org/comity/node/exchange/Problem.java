package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.record.JsonBody;
import org.comity.node.world.PeerAnswer;
import org.comity.tlog.ForkEvidence;
import org.comity.tlog.LogException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why a peer's call was turned down, as a problem detail (RFC 9457) with a closed set of types (docs/protocol.md).
 *
 * @param type the kind of problem
 * @param detail one sentence for the operators of both sides
 * @param held for head problems: the checkpoint that this node holds of the caller, which the caller signed itself
 * @param evidence for a forked log: what convicts it (tlog-fork/v1)
 * @param retryAfterSeconds when to come back, where waiting helps
 */
record Problem(
        Type type, String detail, Optional<byte[]> held, Optional<byte[]> evidence, OptionalLong retryAfterSeconds) {

    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

    static final String MEDIA_TYPE = "application/problem+json";

    private static final int MOST_BYTES = 256 << 10;
    private static final JsonMapper LENIENT = JsonMapper.builder().build();

    enum Type {
        PARCEL_UNREADABLE(400, "parcel-unreadable", "The parcel cannot be read"),
        NOT_RECOGNISED(403, "not-recognised", "The member is not recognised here"),
        IDENTITY_MISMATCH(
                403, "identity-mismatch", "Connection, parcel and records name different senders or recipients"),
        NOT_FOUND(404, "not-found", "There is nothing here for you"),
        HEAD_UNKNOWN(409, "head-unknown", "The proof starts at a head that is not held here"),
        HEAD_NEWER(409, "head-newer", "A newer head of this log is held here"),
        SEQUENCE_GAP(409, "sequence-gap", "A message before this one is missing"),
        SEQUENCE_CONFLICT(409, "sequence-conflict", "Another message was received under this sequence"),
        LOG_FORKED(409, "log-forked", "Two histories of one log were shown"),
        BUSY(409, "busy", "Another parcel is under way"),
        TOO_LARGE(413, "too-large", "The body is larger than the protocol allows"),
        PROOF_WRONG(422, "proof-wrong", "A path, a consistency proof or a signature fails"),
        VERSION(426, "version", "The version of the format is not spoken here"),
        QUOTA(429, "quota", "The quota of this peer is used up"),
        STARTING(503, "starting", "The node is starting"),
        STORAGE_LOW(503, "storage-low", "The disk is nearly full"),
        STOPPED(503, "stopped", "The node has stopped");

        private final int status;
        private final String slug;
        private final String title;

        Type(int status, String slug, String title) {
            this.status = status;
            this.slug = slug;
            this.title = title;
        }

        int status() {
            return status;
        }

        String slug() {
            return slug;
        }

        static Optional<Type> ofSlug(String slug) {
            for (Type type : values()) {
                if (type.slug.equals(slug)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    static Problem of(Type type, String detail) {
        return new Problem(type, detail, Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    Problem withHeld(byte[] checkpoint) {
        return new Problem(type, detail, Optional.of(checkpoint), evidence, retryAfterSeconds);
    }

    /** The refusal of everything that comes from a convicted log. */
    static Problem forked(ForkEvidence evidence) {
        return new Problem(
                Type.LOG_FORKED,
                "two histories of this log are signed",
                Optional.empty(),
                Optional.of(evidence.encode()),
                OptionalLong.empty());
    }

    Problem retryAfter(long seconds) {
        return new Problem(type, detail, held, evidence, OptionalLong.of(seconds));
    }

    PeerAnswer toAnswer() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "/problems/" + type.slug());
        json.put("title", type.title);
        json.put("status", type.status());
        json.put("detail", detail);
        held.ifPresent(note -> json.put("held", Base64.getEncoder().encodeToString(note)));
        evidence.ifPresent(file -> json.put("evidence", Base64.getEncoder().encodeToString(file)));
        return new PeerAnswer(type.status(), MEDIA_TYPE, JsonBody.write(json), retryAfterSeconds);
    }

    /** What a peer's refusal is, as well as it can be read; an unreadable one is told by its status alone. */
    static String describe(PeerAnswer answer) {
        String detail = slugOf(answer).map(Type::slug).orElse("no problem type");
        return "the peer answered " + answer.status() + " " + detail;
    }

    /** The signed notes in a refusal: the head that is held of us, and the two halves of evidence. Nothing of it is verified. */
    static List<byte[]> notesIn(PeerAnswer answer) {
        List<byte[]> notes = new ArrayList<>();
        if (!answer.contentType().startsWith(MEDIA_TYPE) || answer.body().length > MOST_BYTES) {
            return notes;
        }
        try {
            JsonNode json = LENIENT.readTree(answer.body());
            String held = json.path("held").asString("");
            if (!held.isEmpty()) {
                notes.add(Base64.getDecoder().decode(held));
            }
            String evidence = json.path("evidence").asString("");
            if (!evidence.isEmpty()) {
                ForkEvidence read = ForkEvidence.parse(Base64.getDecoder().decode(evidence));
                notes.add(read.first().encode());
                notes.add(read.second().encode());
            }
        } catch (JacksonException | IllegalArgumentException | LogException e) {
            LOG.debug("a refusal with notes that cannot be read: {}", e.getMessage());
        }
        return notes;
    }

    static Optional<Type> slugOf(PeerAnswer answer) {
        if (!answer.contentType().startsWith(MEDIA_TYPE) || answer.body().length > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            String uri = LENIENT.readTree(answer.body()).path("type").asString("");
            return uri.startsWith("/problems/") ? Type.ofSlug(uri.substring("/problems/".length())) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
