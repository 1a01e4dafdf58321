package org.comity.node.driver;

/** A folder that is not a node's, or not in a state to be opened. The message says what to do. */
public final class FolderRefused extends RuntimeException {

    public FolderRefused(String why) {
        super(why);
    }

    public FolderRefused(String why, Throwable cause) {
        super(why, cause);
    }
}
