/**
 * Evidence in electronic form: taking in, sealing, custody, offering, fetching, opening, erasing.
 *
 * <p>The road of an item at the offering side: {@link org.comity.node.evidence.Intake} reads it once, hashes it and encrypts it
 * to the vault; {@link org.comity.node.evidence.Custody} logs who did what; {@link org.comity.node.evidence.Evidence#prepareOffer}
 * makes the one repeatable encryption for one recipient, and {@link org.comity.node.evidence.EvidenceResource} serves ranges of
 * it. At the other side {@link org.comity.node.evidence.Evidence} receives the offer, the fetch pulls and checks pieces, and the
 * finished file becomes that node's own vault copy.
 *
 * <p>Nothing here writes plaintext to disk. A vault file is an age file in two parts: nonce and chunks lie in the blob store, the
 * header, which holds the wrapped file key, lies in the database sealed under the key of its case. To destroy the header is to
 * erase every copy of the blob, in backups too.
 */
@NullMarked
package org.comity.node.evidence;

import org.jspecify.annotations.NullMarked;
