package org.comity.cli.client;

/** No node answers at the address, or it stopped in the middle. */
public final class NodeUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NodeUnreachable(String why, Throwable cause) {
        super(why, cause);
    }
}
