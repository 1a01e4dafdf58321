package org.comity.node.exchange;

/**
 * How much one recognised peer may send: each is a steady rate, and eight seconds of it may come at once. Urgent parcels are counted
 * apart, so that no flood of ordinary ones uses up what an emergency needs.
 *
 * @param ordinaryParcels parcels a second, from 1
 * @param ordinaryBytes bytes a second in these parcels, from 1
 * @param urgentParcels urgent parcels a second, from 1
 * @param urgentBytes bytes a second in these, from 1
 * @param calls other calls a second, from 1
 */
public record Quotas(int ordinaryParcels, long ordinaryBytes, int urgentParcels, long urgentBytes, int calls) {

    /** Seconds of a rate that may come at once. */
    static final int BURST_SECONDS = 8;

    private static final long MOST_BYTES = 1L << 40;

    public Quotas {
        if (ordinaryParcels < 1 || urgentParcels < 1 || calls < 1) {
            throw new IllegalArgumentException("quotas of " + ordinaryParcels + " parcels, " + urgentParcels
                    + " urgent parcels and " + calls + " calls a second; each is from 1");
        }
        if (ordinaryBytes < 1 || urgentBytes < 1 || ordinaryBytes > MOST_BYTES || urgentBytes > MOST_BYTES) {
            throw new IllegalArgumentException("quotas of " + ordinaryBytes + " bytes and " + urgentBytes
                    + " urgent bytes a second; each is from 1 to " + MOST_BYTES);
        }
    }

    /** Several times what two nodes of this implementation exchange at their fastest. */
    public static Quotas standard() {
        return new Quotas(200, 64L << 20, 20, 2L << 20, 100);
    }
}
