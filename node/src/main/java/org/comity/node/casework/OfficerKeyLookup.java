package org.comity.node.casework;

import java.util.Optional;
import org.comity.node.access.OfficerKey;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/** Public keys of officers: of this member as its node knows them, of other members as their recognised cards show them. */
@FunctionalInterface
public interface OfficerKeyLookup {

    Optional<OfficerKey> key(MemberId member, Hash keyId);
}
