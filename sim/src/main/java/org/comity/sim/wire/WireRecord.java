package org.comity.sim.wire;

import java.util.Optional;
import org.comity.node.cbor.CborReader;

/** The envelope of a record (docs/protocol.md, section 1), with its body. */
public record WireRecord(
        String realm,
        String kind,
        String sender,
        String origin,
        Optional<String> recipient,
        long lane,
        long sequence,
        long ms,
        byte[] body) {

    /** @throws RuntimeException when the bytes are no record */
    public static WireRecord decode(byte[] record) {
        CborReader in = new CborReader(record);
        String[] texts = new String[6];
        Optional<String> recipient = Optional.empty();
        long[] numbers = new long[10];
        byte[] body = new byte[0];
        for (int keys = in.map(); keys > 0; keys--) {
            int key = (int) in.keyOr(-1);
            switch (key) {
                case 1, 2, 3, 4, 5 -> texts[key] = in.text();
                case 6 -> recipient = in.tryNil() ? Optional.empty() : Optional.of(in.text());
                case 7, 8, 9 -> numbers[key] = in.uint();
                case 12 -> body = in.bytes();
                default -> in.skip();
            }
        }
        in.end();
        return new WireRecord(
                texts[2], texts[3], texts[4], texts[5], recipient, numbers[7], numbers[8], numbers[9], body);
    }
}
