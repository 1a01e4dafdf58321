package org.comity.node.access;

/** The approvals of an act do not carry it; the message says which is wrong or what is missing. */
public final class ApprovalRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApprovalRefused(String why) {
        super(why);
    }

    ApprovalRefused(String why, Throwable cause) {
        super(why, cause);
    }
}
