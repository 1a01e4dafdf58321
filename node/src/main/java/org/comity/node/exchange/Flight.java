package org.comity.node.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.comity.node.exchange.LinkEvent.Failure;
import org.comity.node.exchange.OutboxTables.Waiting;
import org.comity.node.exchange.ReceiptsReader.OpenedAnswer;
import org.comity.node.record.Lane;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;
import org.comity.tlog.SignedCheckpoint;
import org.comity.tlog.TreeHead;

/** A parcel under way: what is in it, and its answer once that has come. */
final class Flight {

    private record Place(Lane lane, long sequence) {}

    /**
     * Encrypted bytes and what is inside.
     *
     * @param entries by index; a receipt must repeat them
     * @param told heads of third members that found room
     */
    record Built(byte[] file, Map<Long, Hash> entries, List<HeadTelling.Candidate> told) {}

    private final Chain chain;
    private final TreeHead base;
    private final SignedCheckpoint checkpoint;
    private final List<Waiting> messages;
    private final boolean urgent;
    private final Map<Place, Waiting> byNumber = new HashMap<>();
    private Map<Long, Hash> entries = Map.of();
    private Optional<OpenedAnswer> answer = Optional.empty();

    /** @param urgent whether all messages are urgent and the parcel is announced as such */
    Flight(Chain chain, TreeHead base, SignedCheckpoint checkpoint, List<Waiting> messages, boolean urgent) {
        this.chain = chain;
        this.base = base;
        this.checkpoint = checkpoint;
        this.messages = List.copyOf(messages);
        this.urgent = urgent;
        messages.forEach(message -> byNumber.put(new Place(message.lane(), message.sequence()), message));
    }

    Chain chain() {
        return chain;
    }

    /** Where its consistency proof starts: what the peer holds when it is this parcel's turn. */
    TreeHead base() {
        return base;
    }

    SignedCheckpoint checkpoint() {
        return checkpoint;
    }

    boolean isUrgent() {
        return urgent;
    }

    List<Waiting> messages() {
        return messages;
    }

    void built(Map<Long, Hash> entries) {
        this.entries = entries;
    }

    void answered(OpenedAnswer opened) {
        answer = Optional.of(opened);
    }

    Optional<OpenedAnswer> answer() {
        return answer;
    }

    /**
     * Checks that a receipt is for a message of this parcel and repeats its place and its entry. Without the entry, a sender restored
     * from a backup would take the receipt of a forgotten message for that of a new one, and delete it.
     *
     * @throws ParcelRefused otherwise
     */
    void requireOwn(ReceivedBody receipt, String origin) {
        Waiting message = byNumber.get(new Place(receipt.lane(), receipt.sequence()));
        if (message == null) {
            throw ParcelRefused.of(
                    Problem.Type.IDENTITY_MISMATCH,
                    "a receipt for lane " + receipt.lane().number() + ", sequence " + receipt.sequence()
                            + ", which was not in the parcel");
        }
        Hash entry = Objects.requireNonNull(entries.get(message.index()), "a flight knows the entries of its messages");
        if (!receipt.origin().equals(origin)
                || receipt.index() != message.index()
                || !receipt.entry().equals(entry)) {
            throw ParcelRefused.of(
                    Problem.Type.SEQUENCE_CONFLICT,
                    "the receipt for lane " + receipt.lane().number() + ", sequence " + receipt.sequence()
                            + " is for another message: index " + receipt.index() + ", entry " + receipt.entry()
                            + "; ours has index " + message.index() + ", entry " + entry);
        }
    }

    /** What is wrong with a verified answer to this parcel; empty when every message has its receipt. */
    Optional<LinkEvent.Failed> complaint(MemberId peer, OpenedAnswer opened) {
        Optional<Answer.Stopped> stopped = opened.answer().stopped();
        if (stopped.isPresent()) {
            Problem.Type problem = stopped.get().problem();
            return failed(
                    problem == Problem.Type.SEQUENCE_CONFLICT ? Failure.CONTRADICTION : Failure.OUT_OF_STEP,
                    peer + " stopped at lane " + stopped.get().lane().number() + ", sequence "
                            + stopped.get().sequence() + ": " + problem.slug());
        }
        return opened.receipts().size() < messages.size()
                ? failed(
                        Failure.REFUSED,
                        peer + " answered " + messages.size() + " messages with "
                                + opened.receipts().size() + " receipts and gave no reason")
                : Optional.empty();
    }

    private static Optional<LinkEvent.Failed> failed(Failure failure, String why) {
        return Optional.of(new LinkEvent.Failed(failure, why, Optional.empty()));
    }
}
