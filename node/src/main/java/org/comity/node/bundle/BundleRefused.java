package org.comity.node.bundle;

/** A file does not hold what it should: it was changed, is not of the format, or proves something else than it says. */
public final class BundleRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    /**
     * @param file the file within the bundle, or the bundle itself
     * @param reason one sentence
     */
    BundleRefused(String file, String reason) {
        super(file + ": " + reason);
        this.file = file;
        this.reason = reason;
    }

    BundleRefused(String file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file;
        this.reason = reason;
    }

    /** The file that is wrong; {@code bundle} for the ZIP file as a whole. */
    public String file() {
        return file;
    }

    /** What is wrong with it, in one sentence. */
    public String reason() {
        return reason;
    }

    /** The message of the error that showed it, or its name if it has none. */
    static String told(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
