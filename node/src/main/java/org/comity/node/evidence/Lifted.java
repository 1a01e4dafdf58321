package org.comity.node.evidence;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.comity.node.world.Crew;
import org.comity.node.world.Outcome;

/** Work of the {@link Crew} as a future that completes on the node's thread. */
final class Lifted {

    private Lifted() {}

    static <T> CompletableFuture<T> by(Crew crew, Callable<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        crew.lift(work, outcome -> {
            switch (outcome) {
                case Outcome.Done<T>(T value) -> future.complete(value);
                case Outcome.Failed<T>(Exception cause) -> future.completeExceptionally(cause);
            }
        });
        return future;
    }
}
