package org.comity.node.casework;

/**
 * Where a duration, a requirement or a ground comes from.
 *
 * @param instrument name of the instrument
 * @param article article, paragraph and letter
 * @param basis whether the instrument says it, or this edition of the procedure chose it
 * @param verified whether the clause was compared with the authentic text; what was not is shown as such
 */
public record Citation(String instrument, String article, Basis basis, boolean verified) {

    /** Whose word it is. */
    public enum Basis {
        TREATY,
        POLICY
    }

    @Override
    public String toString() {
        return instrument + ", art. " + article + (basis == Basis.POLICY ? " (policy)" : "")
                + (verified ? "" : " (not verified)");
    }
}
