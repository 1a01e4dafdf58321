package org.comity.node.bundle;

import java.util.Optional;

/**
 * A message between members, and the receipt of its recipient.
 *
 * @param receipt the recipient's {@code exchange.received}, with the proof in the recipient's log; empty if none came
 */
public record BundledMessage(ProvenRecord message, Optional<ProvenRecord> receipt) {

    public BundledMessage(ProvenRecord message) {
        this(message, Optional.empty());
    }

    public BundledMessage(ProvenRecord message, ProvenRecord receipt) {
        this(message, Optional.of(receipt));
    }
}
