package org.comity.node.ledger;

/** What was asked for was erased: its key is destroyed. Its leaf still stands in the log. */
public final class Erased extends Exception {

    public Erased(String caseId) {
        super("the key of case " + caseId
                + " was destroyed: its content is erased, its entries still stand in the log");
    }
}
