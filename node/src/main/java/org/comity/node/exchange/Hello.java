package org.comity.node.exchange;

import java.util.Optional;
import java.util.SortedMap;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborLimits;
import org.comity.node.cbor.CborReader;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Lane;
import org.comity.node.record.Realm;

/**
 * Answer to {@code GET /peer/v1/hello}: what this node holds of the caller. It needs neither a live log nor a signing key, so a node
 * can always give it, and no ring of nodes waits for each other.
 *
 * @param realm the answering node's realm
 * @param held newest checkpoint of the caller that is held here, with the caller's own signatures, so it cannot be overstated
 * @param next sequence expected next from the caller, lane by lane
 * @param clockMs the answering node's clock, in ms since 1970
 * @param version highest version of the parcel format spoken here
 */
record Hello(Realm realm, Optional<byte[]> held, SortedMap<Lane, Long> next, long clockMs, long version) {

    static final String PATH = "/peer/v1/hello";
    static final String MEDIA_TYPE = "application/cbor";

    byte[] encode() {
        CborWriter out = new CborWriter(8_192);
        out.map(5).uint(1).uint(version).uint(2).text(realm.name()).uint(3);
        held.ifPresentOrElse(out::bytes, out::nil);
        out.uint(4);
        Answer.writeNext(out, next);
        return out.uint(5).uint(clockMs).toBytes();
    }

    /** @throws ParcelRefused when the bytes are no hello */
    static Hello decode(byte[] bytes) {
        try {
            CborReader in = new CborReader(bytes, CborLimits.RECORD);
            ItemCodec.requireCount("the hello", in.map(), 5);
            ItemCodec.requireKey(in, 1);
            long version = in.uint();
            ItemCodec.requireKey(in, 2);
            Realm realm = new Realm(in.text());
            ItemCodec.requireKey(in, 3);
            Optional<byte[]> held = in.tryNil() ? Optional.empty() : Optional.of(in.bytes());
            ItemCodec.requireKey(in, 4);
            SortedMap<Lane, Long> next = Answer.readNext(in);
            ItemCodec.requireKey(in, 5);
            long clockMs = in.uint();
            in.end();
            return new Hello(realm, held, next, clockMs, version);
        } catch (CborException | IllegalArgumentException e) {
            throw new ParcelRefused(
                    Problem.of(Problem.Type.PARCEL_UNREADABLE, "the hello cannot be read: " + e.getMessage()), e);
        }
    }
}
