package org.comity.node.evidence;

/**
 * Body of an {@code evidence.verified} message: the recipient holds the item, and what it decrypted is what was offered.
 *
 * @param item the offerer's name of the item
 * @param sha256 of the plaintext, in hexadecimal
 * @param pieceRoot of the offer, in hexadecimal
 */
record VerifiedBody(String item, String sha256, long length, String pieceRoot) {}
