package org.comity.node.casework;

/**
 * The name of a case at this node, printed {@code C-2026-000123}. Another state never sees it.
 *
 * @param year UTC year in which it was opened here, 1970 to 9999
 * @param number from 1 within the year
 */
public record CaseId(int year, int number) implements Comparable<CaseId> {

    public CaseId {
        Serial.check("case", year, number);
    }

    /** Reads the printed form; nothing else is taken for it. */
    public static CaseId parse(String text) {
        return ofOrdinal(Serial.parse('C', text));
    }

    /** Year and number as one integer, ascending with both: how tables and pages order them. */
    public long ordinal() {
        return Serial.ordinal(year, number);
    }

    static CaseId ofOrdinal(long ordinal) {
        return new CaseId(Serial.year(ordinal), Serial.number(ordinal));
    }

    @Override
    public int compareTo(CaseId other) {
        return Long.compare(ordinal(), other.ordinal());
    }

    @Override
    public String toString() {
        return Serial.print('C', year, number);
    }
}
