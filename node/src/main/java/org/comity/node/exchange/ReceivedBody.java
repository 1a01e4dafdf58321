package org.comity.node.exchange;

import java.util.Optional;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.tlog.Hash;
import org.comity.tlog.TreeHead;

/**
 * Body of an {@code exchange.received} record: the receipt for one message, a leaf in the receiver's log.
 *
 * @param origin log of the sender
 * @param lane lane of the message
 * @param sequence its number there
 * @param index its position in the sender's log
 * @param entry its commitment there: a sender restored from a backup cannot take the receipt of an old message for a new one
 * @param head the sender's head under which it was proven
 * @param disposition what became of it
 * @param code a short word beside the disposition, for example the part that was malformed
 */
record ReceivedBody(
        String origin,
        Lane lane,
        long sequence,
        long index,
        Hash entry,
        TreeHead head,
        Disposition disposition,
        Optional<String> code) {

    static final Kind KIND = new Kind("exchange.received");
    static final String MEDIA_TYPE = "application/cbor";

    byte[] encode() {
        CborWriter out = new CborWriter(192);
        out.array(code.isPresent() ? 9 : 8)
                .text(origin)
                .uint(lane.number())
                .uint(sequence)
                .uint(index)
                .bytes(entry.bytes())
                .uint(head.size())
                .bytes(head.root().bytes())
                .text(disposition.word());
        code.ifPresent(out::text);
        return out.toBytes();
    }

    static ReceivedBody decode(byte[] body) {
        CborReader in = new CborReader(body);
        int parts = in.array();
        if (parts != 8 && parts != 9) {
            throw ItemCodec.unreadable("a receipt has " + parts + " parts, legal are 8 and 9");
        }
        ReceivedBody received = new ReceivedBody(
                in.text(),
                Lane.of(in.uint()),
                in.uint(),
                in.uint(),
                Hash.of(in.bytes(Hash.BYTES)),
                new TreeHead(in.uint(), Hash.of(in.bytes(Hash.BYTES))),
                Disposition.ofWord(in.text()),
                parts == 9 ? Optional.of(in.text()) : Optional.empty());
        in.end();
        return received;
    }
}
