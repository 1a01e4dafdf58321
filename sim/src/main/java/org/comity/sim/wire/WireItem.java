package org.comity.sim.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.tlog.Hash;

/**
 * A message in a parcel or a receipt in an answer.
 *
 * @param opened whether salt and record travel; otherwise entry and reason do
 * @param salt 32 bytes, or empty
 * @param record the record, or empty
 * @param entry the commitment: computed from salt and record where they travel, as claimed where not
 * @param reason why the content is withheld, or empty
 */
public record WireItem(
        long lane, long sequence, long index, boolean opened, byte[] salt, byte[] record, Hash entry, String reason) {

    private static final byte[] DOMAIN = "comity/leaf/v1\n".getBytes(StandardCharsets.US_ASCII);

    public static WireItem opened(long lane, long sequence, long index, byte[] salt, byte[] record) {
        return new WireItem(lane, sequence, index, true, salt, record, entry(salt, record), "");
    }

    public static WireItem withheld(long lane, long sequence, long index, Hash entry, String reason) {
        return new WireItem(lane, sequence, index, false, new byte[0], new byte[0], entry, reason);
    }

    /** The salted commitment of docs/protocol.md, section 1. */
    public static Hash entry(byte[] salt, byte[] record) {
        return Hash.sha256(DOMAIN, salt, Hash.sha256(record).bytes());
    }

    static List<WireItem> readAll(CborReader in) {
        int count = in.array();
        List<WireItem> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.array();
            long lane = in.uint();
            long sequence = in.uint();
            long index = in.uint();
            in.array();
            items.add(
                    in.uint() == 0
                            ? opened(lane, sequence, index, in.bytes(), in.bytes())
                            : withheld(lane, sequence, index, Hash.of(in.bytes()), in.text()));
        }
        return items;
    }

    static void writeAll(CborWriter out, List<WireItem> items) {
        out.array(items.size());
        for (WireItem item : items) {
            out.array(4).uint(item.lane).uint(item.sequence).uint(item.index).array(3);
            if (item.opened) {
                out.uint(0).bytes(item.salt).bytes(item.record);
            } else {
                out.uint(1).bytes(item.entry.bytes()).text(item.reason);
            }
        }
    }
}
