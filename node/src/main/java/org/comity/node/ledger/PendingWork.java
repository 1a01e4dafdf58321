package org.comity.node.ledger;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A work with its caller's future. Touched by one thread at a time: the caller's, then the node's. */
final class PendingWork<T> {

    private final Source source;
    private final Work<T> work;
    private final CompletableFuture<T> promise = new CompletableFuture<>();
    private @Nullable T result;

    PendingWork(Source source, Work<T> work) {
        this.source = source;
        this.work = work;
    }

    Source source() {
        return source;
    }

    CompletableFuture<T> promise() {
        return promise;
    }

    void run(Batch batch) throws Refused {
        try (Batch.OneTurn turn = batch.turn()) {
            result = work.run(turn);
        }
    }

    /** The same, behind a savepoint: when it throws, only what it did is undone. */
    void runApart(Batch batch) throws Refused {
        try (Batch.OneTurn turn = batch.turn()) {
            result = turn.attempt(work);
        }
    }

    /** The head that holds the work is signed: its caller may know. */
    @SuppressWarnings("NullAway") // a Work<Void> returns null, and its future completes with it
    void succeed() {
        promise.complete(result);
    }

    void fail(Throwable why) {
        promise.completeExceptionally(why);
    }
}
