package org.comity.node.exchange;

import java.util.Optional;
import org.comity.node.record.MemberId;

/**
 * What a file did that came by mail, on a stick, or was fetched.
 *
 * @param from whose node wrote it
 * @param items messages of a parcel, or receipts
 * @param receipts the file to give back for a parcel; empty for a file of receipts
 */
public record CarriedFile(MemberId from, int items, Optional<byte[]> receipts) {}
