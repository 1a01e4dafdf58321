package org.comity.node.exchange;

import java.time.Duration;

/**
 * What an operator decides about the exchange.
 *
 * @param quotas what one peer may send
 * @param witnesses whose cosignatures count
 * @param fetchEvery how often a node that peers cannot reach fetches its parcels; zero where they can
 */
public record ExchangeSettings(Quotas quotas, WitnessSettings witnesses, Duration fetchEvery) {

    public static ExchangeSettings standard() {
        return new ExchangeSettings(Quotas.standard(), WitnessSettings.standard(), Duration.ZERO);
    }

    /** The same with other witnesses. */
    public ExchangeSettings withWitnesses(WitnessSettings others) {
        return new ExchangeSettings(quotas, others, fetchEvery);
    }

    /** The same for a node that only calls out. */
    public ExchangeSettings withFetchEvery(Duration pause) {
        return new ExchangeSettings(quotas, witnesses, pause);
    }
}
