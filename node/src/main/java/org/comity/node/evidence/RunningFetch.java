package org.comity.node.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.comity.age.AgeException;
import org.comity.age.Header;
import org.comity.age.OpenRules;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.node.evidence.FetchMachine.Run;
import org.comity.node.evidence.FetchMachine.Step;
import org.comity.node.evidence.PartialFiles.PartialFile;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.store.BlobSink;
import org.comity.node.world.ByteRange;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAddress;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.tlog.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a {@link FetchMachine} decides: calls the peer, checks and writes on the crew, keeps progress in the database.
 *
 * <p>The growing file has zeros where the age header belongs. The header, which holds the wrapped file key, goes straight into the
 * database, sealed under the key of the case, in the commit that first counts piece 0 as stored; so no file system ever sees it. A
 * piece counts as stored only after the file was forced.
 */
final class RunningFetch {
    private static final Logger LOG = LoggerFactory.getLogger(RunningFetch.class);
    private static final int JITTER_MS = 250;

    /** How the check of the whole file went. */
    private sealed interface Whole {
        record Taken(Hash content) implements Whole {}

        record Lost(BitSet pieces) implements Whole {}
    }

    private final Fetches.Means means;
    private final FetchTable.Stored row;
    private final FetchTable.Told told;
    private final String name;
    private final FetchMachine machine;
    private final Runnable over;
    private Optional<byte[]> header;
    private boolean headerKept;
    private boolean listKept;
    private boolean halted;

    RunningFetch(
            Fetches.Means means, FetchTable.Stored row, FetchTable.Told told, Optional<byte[]> header, Runnable over) {
        this.means = means;
        this.row = row;
        this.told = told;
        this.name = row.root().hex();
        this.header = header;
        this.headerKept = header.isPresent();
        this.listKept = row.list().isPresent();
        this.over = over;
        this.machine = new FetchMachine(row.cipherLength(), row.root(), row.list(), row.complete(), row.strikes());
    }

    void begin() {
        take(machine.begin());
    }

    /** Nothing is done any more; what still comes back is dropped. */
    void halt() {
        halted = true;
    }

    private void take(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.AskList(ByteRange range) -> ask("/pieces", range, Optional.empty(), this::listCame);
                case Step.AskPieces(Run run, ByteRange range) ->
                    ask("/data", range, Optional.of(run), bytes -> piecesCame(run, range, bytes));
                case Step.Wait(long ms) -> pause(ms);
                case Step.Finish() -> finish();
                case Step.Strike(int strikes, String reason) -> strike(strikes, reason);
                case Step.Suspend(String reason) -> suspend(reason);
            }
        }
    }

    /** Runs on the node's thread unless the fetch was halted meanwhile. */
    private void proceed(Runnable next) {
        if (!halted && !machine.over()) {
            next.run();
        }
    }

    private void pause(long ms) {
        long jitter = means.world().entropy().below(JITTER_MS);
        means.world()
                .schedule()
                .at(
                        means.world().clock().instant().plusMillis(ms + jitter),
                        () -> proceed(() -> take(machine.waited())));
    }

    private void ask(String part, ByteRange range, Optional<Run> run, Consumer<byte[]> came) {
        Optional<PeerAddress> address = means.addresses().apply(row.offerer());
        if (address.isEmpty()) {
            take(machine.hopeless(row.offerer() + " is not a recognised member"));
            return;
        }
        PeerCall call = PeerCall.get(EvidenceResource.PREFIX + "/" + name + part, range);
        means.world()
                .peers()
                .ask(
                        address.get(),
                        call,
                        outcome -> proceed(() -> {
                            switch (outcome) {
                                case Outcome.Failed<PeerAnswer>(Exception cause) -> {
                                    LOG.debug("fetch {}: no answer", name, cause);
                                    take(machine.failed(run, OptionalLong.empty()));
                                }
                                case Outcome.Done<PeerAnswer>(PeerAnswer answer) -> answered(answer, run, came);
                            }
                        }));
    }

    private void answered(PeerAnswer answer, Optional<Run> run, Consumer<byte[]> came) {
        int status = answer.status();
        if (status == 200 || status == 206) {
            came.accept(answer.body());
        } else if (EvidenceResource.saysDamaged(answer)) {
            String reason = row.offerer() + " says that its copy of the item is damaged";
            take(run.map(r -> machine.refused(r, reason)).orElseGet(() -> machine.listRefused(reason)));
        } else if (status == 404 || status == 410) {
            take(machine.hopeless(row.offerer() + " does not offer this item any more"));
        } else {
            long seconds = Math.min(answer.retryAfterSeconds().orElse(0), FetchMachine.LONGEST_WAIT_MS / 1_000);
            take(machine.failed(run, OptionalLong.of(seconds * 1_000)));
        }
    }

    private void listCame(byte[] part) {
        take(machine.listCame(part));
        if (!listKept && machine.pieces().isPresent()) {
            listKept = true;
            PieceList list = machine.pieces().get();
            keep("piece list", turn -> means.table().list(turn.sql(), row.root(), list));
        }
    }

    private void piecesCame(Run run, ByteRange range, byte[] bytes) {
        PieceList list = machine.pieces().orElseThrow();
        means.world()
                .crew()
                .lift(
                        () -> store(list, run, range, bytes),
                        outcome -> proceed(() -> {
                            switch (outcome) {
                                case Outcome.Done<Optional<byte[]>>(Optional<byte[]> found) -> stored(run, found);
                                case Outcome.Failed<Optional<byte[]>>(Exception cause) -> notStored(run, cause);
                            }
                        }));
    }

    /** Checks a run, writes and forces it; gives the header if the run begins with it. */
    private Optional<byte[]> store(PieceList list, Run run, ByteRange range, byte[] bytes) throws IOException {
        if (bytes.length != range.length()) {
            throw new EvidenceException(
                    Fault.WRONG_LENGTH, bytes.length + " bytes came where " + range.length() + " were asked for");
        }
        list.requirePieces(run.first(), bytes);
        Optional<byte[]> found = Optional.empty();
        if (run.first() == 0) {
            byte[] own = header(bytes);
            Arrays.fill(bytes, 0, own.length, (byte) 0);
            found = Optional.of(own);
        }
        try (PartialFile file = means.partials().open(name)) {
            file.write(range.first(), bytes);
            file.force();
        }
        return found;
    }

    private static byte[] header(byte[] start) {
        try {
            Header header = Header.peek(start, OpenRules.DEFAULT.withSinglePostQuantum());
            header.requireSinglePostQuantum();
            return Arrays.copyOf(start, header.length());
        } catch (AgeException e) {
            throw new EvidenceException(
                    Fault.NOT_FOR_THIS_VAULT, "what is offered is no age file for one vault: " + e.getMessage(), e);
        }
    }

    private void stored(Run run, Optional<byte[]> found) {
        found.ifPresent(bytes -> header = Optional.of(bytes));
        List<Step> next = machine.stored(run);
        keepProgress();
        take(next);
    }

    private void notStored(Run run, Exception cause) {
        switch (cause) {
            case EvidenceException e
            when e.fault() == Fault.NOT_FOR_THIS_VAULT -> take(machine.hopeless(e.getMessage()));
            case EvidenceException e -> take(machine.refused(run, e.getMessage()));
            default -> {
                LOG.warn("fetch {}: a piece could not be written", name, cause);
                take(machine.failed(Optional.of(run), OptionalLong.empty()));
            }
        }
    }

    private void keepProgress() {
        BitSet complete = machine.complete();
        Optional<byte[]> newHeader = headerKept ? Optional.empty() : header;
        if (complete.get(0) && header.isEmpty()) {
            throw new IllegalStateException("piece 0 of " + name + " is stored and its header is not known");
        }
        means.ledger()
                .submit(Source.NODE, turn -> {
                    newHeader.ifPresent(bytes -> means.table().header(turn, row.root(), row.caseId(), bytes));
                    means.table().complete(turn.sql(), row.root(), complete);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("fetch {}: progress could not be kept; it will be fetched again", name, failure);
                    } else if (newHeader.isPresent()) {
                        headerKept = true;
                    }
                });
    }

    private void strike(int strikes, String reason) {
        LOG.warn("fetch {} from {}: bad answer {}: {}", name, row.offerer(), strikes, reason);
        keep("strike", turn -> means.table().strikes(turn.sql(), row.root(), strikes));
    }

    private void suspend(String reason) {
        LOG.warn("fetch {} from {} is suspended: {}", name, row.offerer(), reason);
        over.run();
        keep("suspension", turn -> means.table().state(turn, row.root(), FetchState.SUSPENDED, 0, reason));
    }

    private void keep(String what, Consumer<Turn> change) {
        means.ledger()
                .submit(Source.NODE, turn -> {
                    change.accept(turn);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("fetch {}: the {} could not be kept", name, what, failure);
                    }
                });
    }

    private void finish() {
        PieceList list = machine.pieces().orElseThrow();
        byte[] start = header.orElseThrow();
        means.world()
                .crew()
                .lift(
                        () -> whole(list, start),
                        outcome -> proceed(() -> {
                            switch (outcome) {
                                case Outcome.Done<Whole>(Whole.Taken(Hash content)) -> arrive(list, start, content);
                                case Outcome.Done<Whole>(Whole.Lost(BitSet pieces)) -> {
                                    LOG.warn("fetch {}: {} pieces were lost on disk", name, pieces.cardinality());
                                    take(machine.damaged(pieces));
                                }
                                case Outcome.Failed<Whole>(EvidenceException e) ->
                                    take(machine.hopeless(e.getMessage()));
                                case Outcome.Failed<Whole>(Exception cause) -> {
                                    LOG.warn("fetch {}: the file could not be checked", name, cause);
                                    take(machine.finishFailed());
                                }
                            }
                        }));
    }

    /** Reads every piece back, copies nonce and chunks into the blob store, decrypts them from there. */
    private Whole whole(PieceList list, byte[] start) throws IOException {
        BitSet lost = new BitSet();
        Hash content;
        try (PartialFile file = means.partials().open(name);
                BlobSink sink = means.world().blobs().create()) {
            for (int i = 0; i < list.count(); i++) {
                ByteRange range = list.range(i, 1);
                byte[] piece = file.read(range.first(), list.pieceLength(i));
                if (i == 0 && piece.length >= start.length) {
                    System.arraycopy(start, 0, piece, 0, start.length);
                }
                if (piece.length != list.pieceLength(i)
                        || !PieceTree.leaf(piece, 0, piece.length).equals(list.piece(i))) {
                    lost.set(i);
                    continue;
                }
                ByteBuffer rest = ByteBuffer.wrap(piece);
                rest.position(i == 0 ? start.length : 0);
                while (rest.hasRemaining()) {
                    sink.write(rest);
                }
            }
            if (!lost.isEmpty()) {
                return new Whole.Lost(lost);
            }
            content = sink.commit();
        }
        try {
            means.vault()
                    .verify(
                            start,
                            content,
                            Hash.ofHex(told.body().sha256()),
                            told.body().length());
        } catch (EvidenceException | IOException e) {
            means.world().blobs().delete(content);
            throw e;
        }
        return new Whole.Taken(content);
    }

    private void arrive(PieceList list, byte[] start, Hash content) {
        means.ledger()
                .submit(Source.NODE, turn -> {
                    means.arrival().complete(turn, row, told, list, start, content);
                    turn.afterCommit(this::arrived);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("fetch {}: the finished item could not be logged", name, failure);
                        proceed(() -> take(machine.finishFailed()));
                    }
                });
    }

    private void arrived() {
        machine.finished();
        over.run();
        try {
            means.partials().delete(name);
        } catch (IOException e) {
            LOG.warn("fetch {}: the growing file stays until the next start", name, e);
        }
    }
}
