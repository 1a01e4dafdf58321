package org.comity.sim.wire;

import java.util.Optional;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.tlog.Hash;

/**
 * Body of an {@code exchange.received} record: what a receipt says.
 *
 * @param origin log of the sender
 * @param index position of the message in the sender's log
 * @param size of the sender's head under which it was proven, with its root
 * @param disposition what became of the message, as the word on the wire
 */
public record WireReceipt(
        String origin,
        long lane,
        long sequence,
        long index,
        Hash entry,
        long size,
        Hash root,
        String disposition,
        Optional<String> code) {

    public static WireReceipt decode(byte[] body) {
        CborReader in = new CborReader(body);
        int parts = in.array();
        WireReceipt receipt = new WireReceipt(
                in.text(),
                in.uint(),
                in.uint(),
                in.uint(),
                Hash.of(in.bytes()),
                in.uint(),
                Hash.of(in.bytes()),
                in.text(),
                parts == 9 ? Optional.of(in.text()) : Optional.empty());
        in.end();
        return receipt;
    }

    public byte[] encode() {
        CborWriter out = new CborWriter(192);
        out.array(code.isPresent() ? 9 : 8)
                .text(origin)
                .uint(lane)
                .uint(sequence)
                .uint(index);
        out.bytes(entry.bytes()).uint(size).bytes(root.bytes()).text(disposition);
        code.ifPresent(out::text);
        return out.toBytes();
    }
}
