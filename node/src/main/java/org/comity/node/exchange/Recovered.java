package org.comity.node.exchange;

import java.time.Instant;
import org.comity.node.record.Act;
import org.comity.node.record.MemberId;
import org.comity.node.record.Ref;

/**
 * A message of ours that was lost in a restore and given back.
 *
 * @param to the member that has it
 * @param act the record
 * @param place where it stands in the closed log; by this peers refer to it
 * @param caseId the local case under whose key it lies
 * @param at when it was given back; when it was sent, the act claims
 */
public record Recovered(MemberId to, Act act, Ref place, String caseId, Instant at) {}
