package org.comity.node.exchange;

import org.comity.node.record.Act;
import org.comity.node.record.MemberId;
import org.comity.node.record.Opening;
import org.comity.tlog.LogProof;

/**
 * An act with all one needs to prove it to somebody else: what opens its entry, and the entry's way to a signed checkpoint.
 *
 * @param of in whose log it stands
 * @param proof the salt stands in its {@code extra} line
 */
public record ProvenAct(MemberId of, Act act, Opening opening, LogProof proof) {}
