package org.comity.node.exchange;

/**
 * What an operator decides about the exchange.
 *
 * @param quotas what one peer may send
 */
public record ExchangeSettings(Quotas quotas) {

    public static ExchangeSettings standard() {
        return new ExchangeSettings(Quotas.standard());
    }
}
