package org.comity.node.ledger;

/**
 * The one domain refusal: what was asked cannot be done, why, and what to do about it.
 *
 * <p>Faces map it to a problem (RFC 9457) in one place; {@link Code#status} is the HTTP status there.
 */
public final class Refused extends Exception {

    /** What kind of refusal, with the HTTP status and the slug of the problem type it becomes. */
    public enum Code {
        INVALID(400, "invalid"),
        NOT_ALLOWED(403, "not-allowed"),
        NOT_FOUND(404, "not-found"),
        WRONG_STATE(409, "wrong-state"),
        DUPLICATE(409, "duplicate"),
        TOO_LARGE(413, "too-large"),
        BUSY(429, "busy"),
        UNSIGNED(503, "logged-not-yet-signed"),
        STARTING(503, "starting"),
        STORAGE_LOW(503, "storage-low"),
        FROZEN(503, "frozen"),
        STOPPED(503, "stopped");

        private final int status;
        private final String slug;

        Code(int status, String slug) {
            this.status = status;
            this.slug = slug;
        }

        public int status() {
            return status;
        }

        public String slug() {
            return slug;
        }
    }

    private final Code code;
    private final String why;
    private final String remedy;

    /**
     * @param why one sentence that names the value and the legal ones
     * @param remedy what the caller can do next
     */
    public Refused(Code code, String why, String remedy) {
        super(why);
        this.code = code;
        this.why = why;
        this.remedy = remedy;
    }

    @Override
    public String getMessage() {
        return why;
    }

    public Code code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
