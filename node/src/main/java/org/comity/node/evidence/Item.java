package org.comity.node.evidence;

import java.time.Instant;
import java.util.Optional;
import org.comity.tlog.Hash;

/**
 * One item of evidence at this node.
 *
 * @param caseId the local case whose key it hangs on
 * @param content address of its nonce and chunks in the blob store
 * @param cipherLength bytes of the whole encrypted file, header included
 * @param pieceRoot root over the pieces of the encrypted file
 * @param detail empty once the item, or its case, is erased
 */
public record Item(
        ItemId id,
        String caseId,
        ItemState state,
        Hash content,
        long cipherLength,
        Hash pieceRoot,
        Instant made,
        Optional<ItemDetail> detail) {}
