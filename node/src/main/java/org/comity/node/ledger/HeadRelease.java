package org.comity.node.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.node.world.Outcome;
import org.comity.node.world.World;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.SignedCheckpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a durable head to a released one: guard, signature, then whoever waited for it.
 *
 * <p>Commits run ahead of signatures, and only the newest committed head is signed, so a slow key module costs latency and not
 * throughput. Nothing is signed before {@link #begin}: a node that has just started asks its peers first what they hold, because a
 * database that was put back would sign a second root for a size. Nothing is ever signed after {@link #end}.
 */
final class HeadRelease {

    /** Works that may be committed and still wait for a signature; beyond it new work is refused. */
    static final int UNSIGNED_WORKS = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(HeadRelease.class);

    /** Works whose head of this size is durable and not yet signed. */
    private record Unsigned(long size, List<PendingWork<?>> works) {}

    private final World world;
    private final String origin;
    private final Supplier<Head> newest;
    private final ArrayDeque<Unsigned> unsigned = new ArrayDeque<>();
    private final AtomicInteger unsignedWorks = new AtomicInteger();
    private final List<Consumer<SignedCheckpoint>> listeners = new ArrayList<>();
    private volatile @Nullable SignedCheckpoint released;
    private boolean begun;
    private boolean ended;
    private boolean signing;

    /** @param newest the newest durable head */
    HeadRelease(World world, String origin, Supplier<Head> newest) {
        this.world = world;
        this.origin = origin;
        this.newest = newest;
    }

    void onRelease(Consumer<SignedCheckpoint> listener) {
        listeners.add(listener);
    }

    Optional<SignedCheckpoint> released() {
        return Optional.ofNullable(released);
    }

    /** Works that are durable and wait for a signature. Any thread may ask. */
    int waiting() {
        return unsignedWorks.get();
    }

    /** From here on heads are signed, the present one first. */
    void begin() {
        begun = true;
        signNewest();
    }

    /** Nothing is signed any more; whoever waited is refused. */
    void end(Supplier<Refused> why) {
        ended = true;
        unsigned.forEach(batch -> batch.works().forEach(work -> work.fail(why.get())));
        unsigned.clear();
        unsignedWorks.set(0);
    }

    /** These works are durable under the newest head. In a frozen log they appended nothing, so no signature has to cover them. */
    void committed(List<PendingWork<?>> works) {
        if (ended) {
            works.forEach(PendingWork::succeed);
            return;
        }
        long size = newest.get().size();
        unsigned.add(new Unsigned(size, works));
        unsignedWorks.addAndGet(works.size());
        SignedCheckpoint signed = released;
        if (signed != null && signed.checkpoint().head().size() == size) {
            completeUpTo(size);
        } else {
            signNewest();
        }
    }

    private void signNewest() {
        if (signing || !begun || ended) {
            return;
        }
        signing = true;
        Head head = newest.get();
        Checkpoint checkpoint = Checkpoint.of(origin, head.frontier().head());
        long seconds = Math.max(head.lastMs(), world.clock().millis()) / 1_000;
        world.crew()
                .lift(
                        () -> {
                            world.guard().remember(checkpoint.head());
                            return new SignedCheckpoint(
                                    checkpoint, world.signer().signCheckpoint(checkpoint, seconds));
                        },
                        this::signed);
    }

    private void signed(Outcome<SignedCheckpoint> outcome) {
        signing = false;
        if (ended) {
            return;
        }
        switch (outcome) {
            case Outcome.Done<SignedCheckpoint>(SignedCheckpoint note) -> release(note);
            case Outcome.Failed<SignedCheckpoint>(Exception cause) -> {
                LOG.error(
                        "the head of size {} could not be signed; trying again in a second",
                        newest.get().size(),
                        cause);
                world.schedule().at(world.clock().instant().plusSeconds(1), this::signNewest);
            }
        }
    }

    private void release(SignedCheckpoint note) {
        released = note;
        completeUpTo(note.checkpoint().head().size());
        for (Consumer<SignedCheckpoint> listener : listeners) {
            try {
                listener.accept(note);
            } catch (RuntimeException e) {
                // A listener's trouble is its own: the heads after this one must be signed all the same.
                LOG.error(
                        "a listener failed at the head of size {}",
                        note.checkpoint().head().size(),
                        e);
            }
        }
        if (!unsigned.isEmpty()) {
            signNewest();
        }
    }

    private void completeUpTo(long size) {
        while (!unsigned.isEmpty() && unsigned.peek().size() <= size) {
            List<PendingWork<?>> done = unsigned.remove().works();
            unsignedWorks.addAndGet(-done.size());
            done.forEach(PendingWork::succeed);
        }
    }
}
