package org.comity.web.officers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.comity.node.access.Officer;
import org.comity.node.access.Officers;
import org.comity.node.access.Tokens;
import org.comity.node.evidence.EvidenceException;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.ledger.Turn;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import org.comity.tlog.LogException;

/** One request of an officer, as a route sees it: the caller is known and allowed, the body is within its limits. */
public final class Call {

    private final Optional<Tokens.Bearer> bearer;
    private final Map<String, String> parts;
    private final Map<String, String> query;
    private final byte[] body;
    private final InputStream stream;
    private final Duration patience;
    private final Duration longPatience;

    Call(
            Optional<Tokens.Bearer> bearer,
            Map<String, String> parts,
            Map<String, String> query,
            byte[] body,
            InputStream stream,
            Duration patience,
            Duration longPatience) {
        this.bearer = bearer;
        this.parts = parts;
        this.query = query;
        this.body = body;
        this.stream = stream;
        this.patience = patience;
        this.longPatience = longPatience;
    }

    /** Who calls; an open route has no one to ask for. */
    public Tokens.Bearer bearer() {
        return bearer.orElseThrow(() -> new IllegalStateException("an open route knows no officer"));
    }

    /** For {@code Ledger.submit}: officers are served in turn. */
    public Source source() {
        return new Source("officer:" + bearer().officer());
    }

    /**
     * The caller as an officer in service, with no more roles than the token has.
     *
     * @throws Refused as {@code NOT_FOUND} when the officer was retired since
     */
    public Officer officer(Turn turn) throws Refused {
        Officer held = Officers.find(turn.sql(), bearer().officer())
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "officer " + bearer().officer() + " is no longer in service",
                        "ask an administrator for a token of another officer"));
        return new Officer(held.id(), held.displayName(), bearer().roles());
    }

    /** The value of a named part of the path. */
    public String part(String name) {
        String value = parts.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no part named " + name);
        }
        return value;
    }

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * A query parameter that counts.
     *
     * @throws Refused as {@code INVALID} unless it is a number from {@code least} to {@code most}
     */
    public long number(String name, long least, long most, long otherwise) throws Refused {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("\\d{1,18}")) {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw invalid(name + " is not a whole number from " + least + " to " + most);
    }

    /**
     * The body as I-JSON (RFC 7493).
     *
     * @throws Refused as {@code INVALID} when it has members too many, too few, twice or of another type
     */
    public <T> T json(Class<T> type) throws Refused {
        try {
            return JsonBody.read(body, type);
        } catch (MalformedRecord e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads a value that a caller wrote.
     *
     * @throws Refused as {@code INVALID} with the words of the {@link IllegalArgumentException} that the reading throws
     */
    public static <T> T legal(Supplier<T> reading) throws Refused {
        try {
            return reading.get();
        } catch (IllegalArgumentException | LogException | MalformedRecord e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A query parameter that must be there.
     *
     * @throws Refused as {@code INVALID} when it is not
     */
    public String required(String name) throws Refused {
        Optional<String> value = query(name);
        return value.orElseThrow(() -> invalid("the query parameter " + name + " is missing"));
    }

    /** The size of a page: 50 unless the caller says otherwise, 200 at the most. */
    public int pageSize() throws Refused {
        return (int) number("size", 1, 200, 50);
    }

    /** The body while it comes, for routes that take a stream. */
    public InputStream stream() {
        return stream;
    }

    /**
     * Waits for what the node promised, for example a submitted work.
     *
     * @throws Refused what the work refused, or {@code BUSY} when it takes longer than a caller should wait; the work may still
     *     succeed then
     */
    public <T> T await(CompletionStage<T> promise) throws Refused {
        return await(promise, patience);
    }

    /** Waits like {@link #await}, for work on a file of any length. */
    public <T> T awaitLong(CompletionStage<T> promise) throws Refused {
        return await(promise, longPatience);
    }

    private static <T> T await(CompletionStage<T> promise, Duration patience) throws Refused {
        try {
            return promise.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
                cause = wrapped.getCause();
            }
            if (cause instanceof Refused refused) {
                throw refused;
            }
            if (cause instanceof EvidenceException damaged) {
                throw new Refused(
                        Refused.Code.WRONG_STATE,
                        String.valueOf(damaged.getMessage()),
                        "look at the item and its chain of custody, and bring its blob back from a backup");
            }
            if (cause instanceof IOException broken) {
                throw new UncheckedIOException(broken);
            }
            throw new IllegalStateException("a work failed without a refusal", cause);
        } catch (TimeoutException e) {
            throw new Refused(
                    Refused.Code.BUSY,
                    "The node did not finish within " + patience.toSeconds() + " seconds.",
                    "It may still finish. Look at the current state before you ask again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refused.Code.STOPPED, "The node stops.", "Ask again when it runs.");
        }
    }

    private static Refused invalid(String why) {
        return new Refused(Refused.Code.INVALID, why, "Correct the request; /openapi.yaml describes it.");
    }
}
