package org.comity.node.ledger;

/** Carries the refusal to append to a frozen log out of whatever work tried to. */
final class LogFrozen extends RuntimeException {

    private final transient Refused refusal;

    LogFrozen(Refused refusal) {
        super(refusal);
        this.refusal = refusal;
    }

    Refused refusal() {
        return refusal;
    }
}
