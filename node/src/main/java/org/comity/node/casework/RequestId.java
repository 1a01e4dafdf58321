package org.comity.node.casework;

/**
 * The name of a request at this node, printed {@code R-2026-000123}. The other side has a name of its own for the same request; between nodes the place in the log names it.
 *
 * @param year UTC year in which it was opened here, 1970 to 9999
 * @param number from 1 within the year
 */
public record RequestId(int year, int number) implements Comparable<RequestId> {

    public RequestId {
        Serial.check("request", year, number);
    }

    /** Reads the printed form; nothing else is taken for it. */
    public static RequestId parse(String text) {
        return ofOrdinal(Serial.parse('R', text));
    }

    /** Year and number as one integer, ascending with both: how tables and pages order them. */
    public long ordinal() {
        return Serial.ordinal(year, number);
    }

    static RequestId ofOrdinal(long ordinal) {
        return new RequestId(Serial.year(ordinal), Serial.number(ordinal));
    }

    @Override
    public int compareTo(RequestId other) {
        return Long.compare(ordinal(), other.ordinal());
    }

    @Override
    public String toString() {
        return Serial.print('R', year, number);
    }
}
