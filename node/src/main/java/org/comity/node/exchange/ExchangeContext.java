package org.comity.node.exchange;

import java.util.List;
import java.util.function.Supplier;
import org.comity.age.PostQuantumIdentity;
import org.comity.node.directory.Directory;
import org.comity.node.ledger.Ledger;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.node.world.World;

/**
 * What the parts of the exchange share.
 *
 * @param parcelKeys keys that open parcels to this node, current first; they change monthly
 * @param alarms where contradictions are told
 * @param own watches for our own name
 * @param forks logs that are convicted
 */
record ExchangeContext(
        World world,
        Ledger ledger,
        Directory directory,
        Supplier<List<PostQuantumIdentity>> parcelKeys,
        Alarms alarms,
        OwnWatch own,
        ForkBook forks) {

    Realm realm() {
        return ledger.identity().realm();
    }

    MemberId me() {
        return ledger.identity().member();
    }

    String origin() {
        return ledger.identity().origin();
    }
}
