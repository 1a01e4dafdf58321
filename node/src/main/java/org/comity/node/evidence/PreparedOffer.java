package org.comity.node.evidence;

import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/**
 * An encryption of one item for one member, made ahead of the turn that offers it. Good for one offer; it holds a secret and is
 * not kept anywhere until it is offered.
 */
public final class PreparedOffer {
    private final Item item;
    private final MemberId recipient;
    private final Vault.Outgoing outgoing;

    PreparedOffer(Item item, MemberId recipient, Vault.Outgoing outgoing) {
        this.item = item;
        this.recipient = recipient;
        this.outgoing = outgoing;
    }

    public ItemId item() {
        return item.id();
    }

    public MemberId recipient() {
        return recipient;
    }

    /** Bytes that the recipient will fetch. */
    public long cipherLength() {
        return outgoing.pieces().fileLength();
    }

    /** Names the encrypted file. */
    public Hash root() {
        return outgoing.pieces().root();
    }

    String caseId() {
        return item.caseId();
    }

    Vault.Outgoing outgoing() {
        return outgoing;
    }
}
