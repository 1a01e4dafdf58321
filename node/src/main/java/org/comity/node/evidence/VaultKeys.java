package org.comity.node.evidence;

import java.util.List;
import org.comity.age.PostQuantumIdentity;
import org.comity.age.PostQuantumRecipient;

/**
 * Who can open this node's vault.
 *
 * @param recipients every item is sealed to all of them: the working key and, if there is one, the recovery key kept elsewhere
 * @param identities the working key and earlier ones; the secret of the recovery key is not here
 */
public record VaultKeys(List<PostQuantumRecipient> recipients, List<PostQuantumIdentity> identities) {

    public VaultKeys {
        recipients = List.copyOf(recipients);
        identities = List.copyOf(identities);
        if (recipients.isEmpty() || identities.isEmpty()) {
            throw new IllegalArgumentException(recipients.size() + " recipients and " + identities.size()
                    + " identities of the vault, at least one of each is needed");
        }
    }
}
