package org.comity.node.ledger;

import org.comity.node.record.Act;
import org.comity.node.record.Opening;
import org.comity.tlog.Hash;

/**
 * An act that has its place in the log.
 *
 * @param index position of its leaf, from 0
 * @param entry the salted commitment that stands in the log
 * @param act the record
 * @param opening salt and exact record bytes, which open the commitment
 */
public record Logged(long index, Hash entry, Act act, Opening opening) {}
