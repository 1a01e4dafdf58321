package org.comity.node.evidence;

import java.time.Instant;
import java.util.Optional;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/**
 * An item that a member offers, and how far this node has fetched it.
 *
 * @param root names the encrypted file
 * @param detail what the offer says of the item; empty once erased
 * @param cipherLength bytes to fetch
 * @param piecesStored pieces of {@code pieces} that are checked and on disk
 * @param reason why it was suspended or declined, or empty
 * @param item this node's own item, once done
 */
public record Fetch(
        Hash root,
        MemberId offerer,
        String caseId,
        FetchState state,
        Optional<ItemDetail> detail,
        long cipherLength,
        int piecesStored,
        int pieces,
        String reason,
        Optional<ItemId> item,
        Instant offered) {}
