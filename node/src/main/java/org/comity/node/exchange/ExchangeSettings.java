package org.comity.node.exchange;

/**
 * What an operator decides about the exchange.
 *
 * @param quotas what one peer may send
 * @param witnesses whose cosignatures count
 */
public record ExchangeSettings(Quotas quotas, WitnessSettings witnesses) {

    public static ExchangeSettings standard() {
        return new ExchangeSettings(Quotas.standard(), WitnessSettings.standard());
    }

    /** The same with other witnesses. */
    public ExchangeSettings withWitnesses(WitnessSettings others) {
        return new ExchangeSettings(quotas, others);
    }
}
