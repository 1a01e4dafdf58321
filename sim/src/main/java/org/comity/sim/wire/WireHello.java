package org.comity.sim.wire;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;

/**
 * An answer to {@code GET /peer/v1/hello}.
 *
 * @param held the caller's newest checkpoint that the answering node holds
 * @param next sequence expected next from the caller, lane by lane
 */
public record WireHello(String realm, Optional<byte[]> held, SortedMap<Long, Long> next, long clockMs) {

    /** @throws RuntimeException when the bytes are no hello */
    public static WireHello decode(byte[] body) {
        CborReader in = new CborReader(body, CborLimits.RECORD);
        String realm = "";
        Optional<byte[]> held = Optional.empty();
        SortedMap<Long, Long> next = new TreeMap<>();
        long clockMs = 0;
        for (int keys = in.map(); keys > 0; keys--) {
            switch ((int) in.key()) {
                case 2 -> realm = in.text();
                case 3 -> held = in.tryNil() ? Optional.empty() : Optional.of(in.bytes());
                case 4 -> next = WireAnswer.numbers(in);
                case 5 -> clockMs = in.uint();
                default -> in.skip();
            }
        }
        in.end();
        return new WireHello(realm, held, next, clockMs);
    }

    /**
     * @param about the log that it speaks of
     * @param cardRevision of the speaker's card
     */
    public byte[] encode(String about, long cardRevision) {
        CborWriter out = new CborWriter(8_192);
        out.map(7).uint(1).uint(1).uint(2).text(realm).uint(3);
        held.ifPresentOrElse(out::bytes, out::nil);
        WireAnswer.writeNumbers(out.uint(4), next);
        return out.uint(5)
                .uint(clockMs)
                .uint(6)
                .text(about)
                .uint(7)
                .uint(cardRevision)
                .toBytes();
    }
}
