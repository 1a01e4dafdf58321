package org.comity.node.access;

/** A signature does not verify under the key it is said to be of. */
public final class SignatureRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SignatureRefused(String why) {
        super(why);
    }
}
