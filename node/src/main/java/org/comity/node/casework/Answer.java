package org.comity.node.casework;

import java.util.List;
import java.util.Optional;
import org.comity.tlog.Hash;

/** What one side tells the other about a request already sent. Each record is the JSON body of its message, component for member. */
public sealed interface Answer {

    /** What the message does to the request. */
    PreservationEvent event();

    /** Names of free texts that hold characters steering the direction of writing. */
    default List<String> steeredTexts() {
        return List.of();
    }

    /**
     * The data is preserved.
     *
     * @param preservedAt since when
     * @param expiresAt until when it is kept unless extended; the procedure sets the least distance
     * @param conditions what the requested state binds its help to, each a short text, at most 16
     */
    record Acceptance(UtcTime preservedAt, UtcTime expiresAt, List<String> conditions) implements Answer {
        public Acceptance {
            if (!expiresAt.isAfter(preservedAt)) {
                throw new IllegalArgumentException(
                        "expiry " + expiresAt + " does not come after the preservation at " + preservedAt);
            }
            conditions = Conditions.check(conditions);
        }

        @Override
        public PreservationEvent event() {
            return PreservationEvent.ACCEPT;
        }

        @Override
        public List<String> steeredTexts() {
            return new SteeredTexts()
                    .add("conditions", String.join(" ", conditions))
                    .names();
        }
    }

    /**
     * The requested state will not preserve.
     *
     * @param ground id of a ground in the closed set of the procedure
     * @param article where that ground stands, for readers who have no such set
     * @param reason why it applies here; a refusal without reasons is none (Convention, art. 40(25))
     */
    record Refusal(String ground, String article, String reason) implements Answer {
        public Refusal {
            FreeText.line("ground", ground, 64);
            FreeText.line("article", article, 64);
            FreeText.paragraphs("reason of the refusal", reason);
        }

        @Override
        public PreservationEvent event() {
            return PreservationEvent.REFUSE;
        }

        @Override
        public List<String> steeredTexts() {
            return new SteeredTexts().add("reason", reason).names();
        }
    }

    /** The requesting side asks to keep the data until a later time, and says why. */
    record ExtensionRequest(UtcTime until, String reason) implements Answer {
        public ExtensionRequest {
            FreeText.paragraphs("reason of the extension", reason);
        }

        @Override
        public PreservationEvent event() {
            return PreservationEvent.ASK_EXTENSION;
        }

        @Override
        public List<String> steeredTexts() {
            return new SteeredTexts().add("reason", reason).names();
        }
    }

    /** The requested side keeps the data longer, perhaps under further conditions, at most 16. */
    record Extension(UtcTime expiresAt, List<String> conditions) implements Answer {
        public Extension {
            conditions = Conditions.check(conditions);
        }

        @Override
        public PreservationEvent event() {
            return PreservationEvent.EXTEND;
        }

        @Override
        public List<String> steeredTexts() {
            return new SteeredTexts()
                    .add("conditions", String.join(" ", conditions))
                    .names();
        }
    }

    /** Preservation has served its purpose; the note says how. */
    record Completion(String note) implements Answer {
        public Completion {
            FreeText.paragraphs("note", note);
        }

        @Override
        public PreservationEvent event() {
            return PreservationEvent.COMPLETE;
        }

        @Override
        public List<String> steeredTexts() {
            return new SteeredTexts().add("note", note).names();
        }
    }

    /** The requesting side needs it no longer. */
    record Withdrawal(String reason) implements Answer {
        public Withdrawal {
            FreeText.paragraphs("reason of the withdrawal", reason);
        }

        @Override
        public PreservationEvent event() {
            return PreservationEvent.WITHDRAW;
        }

        @Override
        public List<String> steeredTexts() {
            return new SteeredTexts().add("reason", reason).names();
        }
    }

    /** A person opened the record at this place. */
    record Seen(String origin, long index, Hash entry) implements Answer {
        @Override
        public PreservationEvent event() {
            return PreservationEvent.SEE;
        }
    }

    /** The approvals of this message belong to the record at this place and were signed over it. */
    record LateApproval(String origin, long index, Hash entry) implements Answer {
        @Override
        public PreservationEvent event() {
            return PreservationEvent.SUPPLY_SIGNATURE;
        }
    }

    /** The type of the body that goes with an event; empty where the event carries none of these. */
    static Optional<Class<? extends Answer>> typeOf(PreservationEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case ACCEPT -> Acceptance.class;
                    case REFUSE -> Refusal.class;
                    case ASK_EXTENSION -> ExtensionRequest.class;
                    case EXTEND -> Extension.class;
                    case COMPLETE -> Completion.class;
                    case WITHDRAW -> Withdrawal.class;
                    case SEE -> Seen.class;
                    case SUPPLY_SIGNATURE -> LateApproval.class;
                    case EDIT, SIGN, SEND, EXPIRE -> null;
                });
    }
}
