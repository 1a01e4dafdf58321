package org.comity.node.record;

import java.util.Optional;

/** To whom a record goes. */
public sealed interface Recipient {
    /** Stands for all members in the record's key 6. */
    String EVERYONE = "*";

    static Recipient one(MemberId member) {
        return new One(member);
    }

    static Recipient everyone() {
        return new Everyone();
    }

    static Recipient nobody() {
        return new Nobody();
    }

    /** Reads the form that {@link #text()} gives. */
    static Recipient parse(Optional<String> text) {
        return text.map(t -> t.equals(EVERYONE) ? everyone() : one(new MemberId(t)))
                .orElseGet(Recipient::nobody);
    }

    /** The value of the record's key 6: a member's code, {@code *}, or empty for null. */
    Optional<String> text();

    /** One member. */
    record One(MemberId member) implements Recipient {
        @Override
        public Optional<String> text() {
            return Optional.of(member.code());
        }
    }

    /** All members, through the public stream. */
    record Everyone() implements Recipient {
        @Override
        public Optional<String> text() {
            return Optional.of(EVERYONE);
        }
    }

    /** Nobody: a record of the node's own life, which never leaves it. */
    record Nobody() implements Recipient {
        @Override
        public Optional<String> text() {
            return Optional.empty();
        }
    }
}
