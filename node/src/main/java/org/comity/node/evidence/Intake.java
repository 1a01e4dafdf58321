package org.comity.node.evidence;

import java.util.Optional;

/**
 * What is said of an item when it is taken in.
 *
 * @param caseId the local case whose key it hangs on
 * @param name file name without a path
 * @param mediaType RFC 9110, section 8.3.1
 * @param terms what binds this node, {@link Terms#NONE} where nothing does
 * @param redactedFrom the item of which this is a redacted version, if it is one
 * @param handling who collected it, where, with what tool, under what order
 */
public record Intake(
        String caseId, String name, String mediaType, Terms terms, Optional<ItemId> redactedFrom, Handling handling) {}
