package org.comity.node;

import java.time.Duration;
import org.comity.age.Workers;
import org.comity.node.directory.AddressRule;
import org.comity.node.directory.NodeKeys;
import org.comity.node.evidence.EvidenceSettings;
import org.comity.node.evidence.PartialFiles;
import org.comity.node.exchange.ExchangeSettings;
import org.comity.node.ledger.LogIdentity;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;

/**
 * What one node is told about itself.
 *
 * @param realm the world, or one exercise
 * @param member whose authority runs it
 * @param keys every key but the identity keys, which stay offline
 * @param addressRule which addresses of peers may be called
 * @param evidence how this node acts on evidence
 * @param partials where incoming evidence grows
 * @param workers what carries the chunks of one encryption
 * @param exchange what the operator decides about the exchange
 * @param padding how often the log is padded; zero for never
 */
public record NodeConfig(
        Realm realm,
        MemberId member,
        NodeKeys keys,
        AddressRule addressRule,
        EvidenceSettings evidence,
        PartialFiles partials,
        Workers workers,
        ExchangeSettings exchange,
        Duration padding) {

    /** With the standard settings of the exchange, and a log that is not padded. */
    public NodeConfig(
            Realm realm,
            MemberId member,
            NodeKeys keys,
            AddressRule addressRule,
            EvidenceSettings evidence,
            PartialFiles partials,
            Workers workers) {
        this(realm, member, keys, addressRule, evidence, partials, workers, ExchangeSettings.standard(), Duration.ZERO);
    }

    /** The same with other settings of the exchange. */
    public NodeConfig withExchange(ExchangeSettings others) {
        return new NodeConfig(realm, member, keys, addressRule, evidence, partials, workers, others, padding);
    }

    LogIdentity logIdentity() {
        return new LogIdentity(realm, member, keys.origin());
    }
}
