package org.comity.node.access;

/** A file of secrets is not safe to read, not there, or not of its format. The message says what to do and shows no secret. */
public final class SecretFileRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SecretFileRefused(String why) {
        super(why);
    }

    public SecretFileRefused(String why, Throwable cause) {
        super(why, cause);
    }
}
