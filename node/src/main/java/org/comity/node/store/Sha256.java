package org.comity.node.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 that takes its input piece by piece. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
