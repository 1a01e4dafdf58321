package org.comity.node.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborException;
import org.comity.node.record.Act;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.CheckpointPolicy;
import org.comity.tlog.LogException;
import org.comity.tlog.VerifiedCheckpoint;

/** Verifies an answer: the peer's signatures, and that each receipt stands in the peer's log. */
final class ReceiptsReader {

    /** A receipt that is proven. */
    record Receipt(ReceivedBody body, long index, Item.Opened item) {}

    /** An answer whose signatures and inclusion proofs hold. Its consistency with the held head is still to be checked. */
    record OpenedAnswer(Answer answer, VerifiedCheckpoint checkpoint, List<Receipt> receipts, byte[] bytes) {}

    private ReceiptsReader() {}

    /**
     * @param policy the required log keys on the peer's card
     * @throws ParcelRefused when anything fails
     */
    static OpenedAnswer open(byte[] bytes, Realm realm, MemberId me, MemberId peer, CheckpointPolicy policy) {
        Answer answer = Answer.decode(bytes);
        requireSame("realm", answer.realm().name(), realm.name());
        requireSame("log origin", answer.origin(), policy.origin());
        try {
            VerifiedCheckpoint checkpoint = policy.verify(answer.checkpoint());
            SortedMap<Long, byte[]> entries = new TreeMap<>();
            List<Receipt> receipts = new ArrayList<>(answer.receipts().size());
            for (Item item : answer.receipts()) {
                Receipt receipt = receipt(item, me, peer, policy.origin());
                receipts.add(receipt);
                entries.put(item.index(), item.entry().bytes());
            }
            if (!entries.isEmpty()) {
                checkpoint.includesAll(entries, answer.proof());
            }
            return new OpenedAnswer(answer, checkpoint, List.copyOf(receipts), bytes);
        } catch (LogException | MalformedRecord | CborException | IllegalArgumentException e) {
            throw new ParcelRefused(
                    Problem.of(
                            Problem.Type.PROOF_WRONG, "the answer of " + peer + " does not verify: " + e.getMessage()),
                    e);
        }
    }

    private static Receipt receipt(Item item, MemberId me, MemberId peer, String origin) {
        if (!(item instanceof Item.Opened opened)) {
            throw ItemCodec.unreadable("a receipt without its record");
        }
        Act act = Act.parse(opened.opening().record());
        if (!act.kind().equals(ReceivedBody.KIND)) {
            throw ItemCodec.unreadable("a record of kind " + act.kind() + " stands where a receipt belongs");
        }
        requireSame("sender of a receipt", act.sender().code(), peer.code());
        requireSame("log origin of a receipt", act.origin(), origin);
        requireSame("recipient of a receipt", act.recipient().text().orElse("nobody"), me.code());
        return new Receipt(ReceivedBody.decode(act.body()), item.index(), opened);
    }

    private static void requireSame(String what, String found, String expected) {
        if (!found.equals(expected)) {
            throw ParcelRefused.of(
                    Problem.Type.IDENTITY_MISMATCH, what + " of the answer is " + found + ", expected is " + expected);
        }
    }
}
