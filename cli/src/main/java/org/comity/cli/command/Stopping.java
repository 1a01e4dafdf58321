package org.comity.cli.command;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The wish of the machine that this process ends (SIGTERM, Ctrl-C), held back until everything is closed in order. It is the first
 * thing to be opened, and so the last to be closed. A process that takes too long over it is ended all the same.
 */
public final class Stopping implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CompletableFuture<Boolean> wished = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    private Stopping() {}

    /** Watches from now on. */
    public static Stopping watch() {
        Stopping stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stopping::holdBack));
        return stopping;
    }

    private void holdBack() {
        wished.complete(true);
        closed.completeOnTimeout(false, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Completes when the process is to end. */
    public CompletableFuture<Boolean> wished() {
        return wished;
    }

    @Override
    public void close() {
        closed.complete(true);
    }
}
