package org.comity.web.officers;

import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.comity.node.access.Tokens;
import org.comity.node.ledger.Refused;
import org.comity.node.ledger.Source;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;

/** One request of an officer, as a route sees it: the caller is known and allowed, the body is within its limits. */
public final class Call {

    private final Optional<Tokens.Bearer> bearer;
    private final Map<String, String> parts;
    private final Map<String, String> query;
    private final byte[] body;
    private final InputStream stream;
    private final Duration patience;

    Call(
            Optional<Tokens.Bearer> bearer,
            Map<String, String> parts,
            Map<String, String> query,
            byte[] body,
            InputStream stream,
            Duration patience) {
        this.bearer = bearer;
        this.parts = parts;
        this.query = query;
        this.body = body;
        this.stream = stream;
        this.patience = patience;
    }

    /** Who calls; an open route has no one to ask for. */
    public Tokens.Bearer bearer() {
        return bearer.orElseThrow(() -> new IllegalStateException("an open route knows no officer"));
    }

    /** For {@code Ledger.submit}: officers are served in turn. */
    public Source source() {
        return new Source("officer:" + bearer().officer());
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
        try {
            return promise.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IllegalStateException("a work failed without a refusal", e.getCause());
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
