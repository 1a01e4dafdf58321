package org.comity.node.evidence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.node.world.ByteRange;
import org.comity.tlog.Hash;

/**
 * Decides what a fetch does next. Pure: it is told what happened and answers with the steps to take.
 *
 * <p>First the piece list, part by part, until its root can be compared with the one in the logged offer; then runs of up to four
 * missing pieces, two runs in flight; then the check of the whole. A run is missing until it was checked <em>and</em> forced to
 * disk, so what a crash loses is asked for again, and what arrives twice does no harm.
 *
 * <p>Failures of the road (no connection, busy, timeout) only slow the fetch down: one second, doubled up to fifteen minutes,
 * and back to one second with the first success. A failure of the content is a strike against the peer: a wrong list, a wrong
 * length, a wrong piece, or an admission that it cannot serve. Three strikes suspend the fetch with the last reason; so does,
 * at once, what no repetition mends.
 */
final class FetchMachine {
    /** Most bytes of one call, by the protocol. */
    static final int CALL_BYTES = 4 * PieceList.PIECE_BYTES;

    static final int PIECES_A_CALL = CALL_BYTES / PieceList.PIECE_BYTES;
    static final int IN_FLIGHT = 2;
    static final int STRIKES = 3;
    static final long FIRST_WAIT_MS = 1_000;
    static final long LONGEST_WAIT_MS = 15 * 60_000;

    /** What to do next. */
    sealed interface Step {
        /** Ask for these bytes of the encoded piece list. */
        record AskList(ByteRange range) implements Step {}

        /** Ask for a run of pieces. */
        record AskPieces(Run run, ByteRange range) implements Step {}

        /** Call {@link #waited} after this many milliseconds. */
        record Wait(long ms) implements Step {}

        /** Check the whole file and take it over, then call {@link #finished}, {@link #damaged} or {@link #hopeless}. */
        record Finish() implements Step {}

        /** Keep that the peer gave a bad answer. */
        record Strike(int strikes, String reason) implements Step {}

        /** Stop until an officer starts the fetch again. */
        record Suspend(String reason) implements Step {}
    }

    /** Pieces that lie one behind the other. */
    record Run(int first, int count) {}

    private enum Phase {
        LISTING,
        PULLING,
        FINISHING,
        OVER
    }

    private final long fileLength;
    private final Hash root;
    private final BitSet complete;
    private final Map<Integer, Run> inFlight = new HashMap<>();
    private final byte[] listBytes;
    private int listGot;
    private Optional<PieceList> pieces;
    private Phase phase;
    private boolean waiting;
    private int failures;
    private int strikes;

    /**
     * @param pieces the list, if an earlier run of the program already has it
     * @param complete pieces already on disk
     */
    FetchMachine(long fileLength, Hash root, Optional<PieceList> pieces, BitSet complete, int strikes) {
        this.fileLength = fileLength;
        this.root = root;
        this.pieces = pieces;
        this.complete = (BitSet) complete.clone();
        this.strikes = strikes;
        this.listBytes = pieces.isPresent() ? new byte[0] : new byte[PieceList.encodedLength(fileLength)];
        this.phase = pieces.isPresent() ? Phase.PULLING : Phase.LISTING;
    }

    List<Step> begin() {
        return proceed();
    }

    /** A part of the piece list came, which may be of any length. */
    List<Step> listCame(byte[] part) {
        if (phase != Phase.LISTING) {
            return List.of();
        }
        if (part.length != listRange().length()) {
            listGot = 0;
            return strike("piece list: " + part.length + " bytes came where " + PieceList.encodedLength(fileLength)
                    + " in parts were asked for");
        }
        System.arraycopy(part, 0, listBytes, listGot, part.length);
        listGot += part.length;
        failures = 0;
        if (listGot == listBytes.length) {
            try {
                PieceList list = PieceList.decode(listBytes, fileLength);
                list.requireRoot(root);
                pieces = Optional.of(list);
                phase = Phase.PULLING;
            } catch (EvidenceException e) {
                listGot = 0;
                return strike(e.getMessage());
            }
        }
        return proceed();
    }

    /** A run was checked and is on disk for good. */
    List<Step> stored(Run run) {
        inFlight.remove(run.first());
        if (phase != Phase.PULLING) {
            return List.of();
        }
        complete.set(run.first(), run.first() + run.count());
        failures = 0;
        return proceed();
    }

    /** A run came, but is not what the list says, or the peer says that it cannot serve it. */
    List<Step> refused(Run run, String reason) {
        inFlight.remove(run.first());
        return strike(reason);
    }

    /** The peer says that it cannot serve the list. */
    List<Step> listRefused(String reason) {
        return strike(reason);
    }

    /** No usable answer came; for a run of pieces, name it. */
    List<Step> failed(Optional<Run> run, OptionalLong retryAfterMs) {
        run.ifPresent(r -> inFlight.remove(r.first()));
        if (phase == Phase.OVER || phase == Phase.FINISHING) {
            return List.of();
        }
        failures++;
        return pause(Math.max(backOffMs(failures), retryAfterMs.orElse(0)));
    }

    List<Step> waited() {
        waiting = false;
        return proceed();
    }

    /** The whole is checked and taken over. */
    void finished() {
        phase = Phase.OVER;
    }

    /** These pieces, thought to be on disk, are not. */
    List<Step> damaged(BitSet lost) {
        complete.andNot(lost);
        phase = Phase.PULLING;
        return proceed();
    }

    /** The check of the whole could not be carried out: a full disk, a failed read. It is tried again later. */
    List<Step> finishFailed() {
        phase = Phase.PULLING;
        failures++;
        return pause(backOffMs(failures));
    }

    /** No repetition mends this. */
    List<Step> hopeless(String reason) {
        if (phase == Phase.OVER) {
            return List.of();
        }
        phase = Phase.OVER;
        return List.of(new Step.Suspend(reason));
    }

    Optional<PieceList> pieces() {
        return pieces;
    }

    /** A copy. */
    BitSet complete() {
        return (BitSet) complete.clone();
    }

    boolean over() {
        return phase == Phase.OVER;
    }

    static long backOffMs(int failures) {
        return failures > 20 ? LONGEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS << (failures - 1));
    }

    private List<Step> strike(String reason) {
        if (phase == Phase.OVER || phase == Phase.FINISHING) {
            return List.of();
        }
        strikes++;
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Strike(strikes, reason));
        if (strikes >= STRIKES) {
            phase = Phase.OVER;
            steps.add(new Step.Suspend("after " + strikes + " bad answers: " + reason));
        } else {
            steps.addAll(pause(backOffMs(strikes)));
        }
        return steps;
    }

    private List<Step> pause(long ms) {
        if (waiting) {
            return List.of();
        }
        waiting = true;
        return List.of(new Step.Wait(ms));
    }

    private List<Step> proceed() {
        if (waiting) {
            return List.of();
        }
        return switch (phase) {
            case LISTING -> List.of(new Step.AskList(listRange()));
            case PULLING -> pull(pieces.orElseThrow());
            case FINISHING, OVER -> List.of();
        };
    }

    private List<Step> pull(PieceList list) {
        List<Step> steps = new ArrayList<>();
        while (inFlight.size() < IN_FLIGHT) {
            Optional<Run> next = nextRun(list);
            if (next.isEmpty()) {
                break;
            }
            Run run = next.get();
            inFlight.put(run.first(), run);
            steps.add(new Step.AskPieces(run, list.range(run.first(), run.count())));
        }
        if (inFlight.isEmpty()) {
            phase = Phase.FINISHING;
            steps.add(new Step.Finish());
        }
        return steps;
    }

    /** The first missing pieces that nobody was asked for. */
    private Optional<Run> nextRun(PieceList list) {
        BitSet taken = complete();
        inFlight.values().forEach(run -> taken.set(run.first(), run.first() + run.count()));
        int first = taken.nextClearBit(0);
        if (first >= list.count()) {
            return Optional.empty();
        }
        int limit = Math.min(list.count(), first + PIECES_A_CALL);
        int next = taken.nextSetBit(first);
        return Optional.of(new Run(first, (next < 0 ? limit : Math.min(limit, next)) - first));
    }

    private ByteRange listRange() {
        return new ByteRange(listGot, Math.min(listBytes.length, listGot + CALL_BYTES) - 1L);
    }

    /** Checks the lengths of an offer against each other, before anything is asked for. */
    static void requireLengths(long plaintextLength, long cipherLength) {
        PieceList.countFor(cipherLength);
        long header = cipherLength - AgeShape.payloadLength(plaintextLength);
        if (plaintextLength < 0 || header < AgeShape.SHORTEST_HEADER || header > AgeShape.LONGEST_HEADER) {
            throw new EvidenceException(
                    Fault.WRONG_LENGTH,
                    "an age file of " + cipherLength + " bytes cannot hold an item of " + plaintextLength + " bytes");
        }
    }
}
