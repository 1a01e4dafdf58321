package org.comity.web.officers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.comity.node.Node;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;

/** How a thread of this face asks the node: by a snapshot of the database, or on the node's own thread. */
public final class OnNode {

    private OnNode() {}

    /** Reads the database as it is now. */
    public static <T> T read(Node node, Function<Sql, T> reading) {
        try (Snapshot snapshot = node.world().store().snapshot()) {
            return reading.apply(snapshot.sql());
        }
    }

    /** Asks on the node's thread, where what is not in the database may be looked at. */
    public static <T> CompletionStage<T> ask(Node node, Function<Node, CompletionStage<T>> question) {
        CompletableFuture<CompletionStage<T>> asked = new CompletableFuture<>();
        node.world().schedule().soon(() -> {
            try {
                asked.complete(question.apply(node));
            } catch (RuntimeException e) {
                asked.completeExceptionally(e);
            }
        });
        return asked.thenCompose(answer -> answer);
    }
}
