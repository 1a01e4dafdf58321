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
 * Body and answer of {@code POST /peer/v1/hello}: what each of the two holds of the other. It needs neither a live log nor a signing
 * key, so a node can always give it, and no ring of nodes waits for each other. Since a call tells as much as its answer, a node that
 * only calls out is heard as well.
 *
 * @param realm the speaker's realm
 * @param held newest checkpoint of the other that the speaker holds, with the other's own signatures, so it cannot be overstated
 * @param next sequence expected next from the other, lane by lane
 * @param clockMs the speaker's clock, in ms since 1970
 * @param version highest version of the parcel format that the speaker knows
 * @param about the log of the other that {@code held} and {@code next} speak of, as the card names it that the speaker holds
 * @param cardRevision revision of the card that the speaker issued last, 0 for none
 */
record Hello(
        Realm realm,
        Optional<byte[]> held,
        SortedMap<Lane, Long> next,
        long clockMs,
        long version,
        String about,
        long cardRevision) {

    static final String PATH = "/peer/v1/hello";
    static final String MEDIA_TYPE = "application/cbor";

    byte[] encode() {
        CborWriter out = new CborWriter(8_192);
        out.map(7).uint(1).uint(version).uint(2).text(realm.name()).uint(3);
        held.ifPresentOrElse(out::bytes, out::nil);
        out.uint(4);
        Answer.writeNext(out, next);
        return out.uint(5)
                .uint(clockMs)
                .uint(6)
                .text(about)
                .uint(7)
                .uint(cardRevision)
                .toBytes();
    }

    /** @throws ParcelRefused when the bytes are no hello */
    static Hello decode(byte[] bytes) {
        try {
            CborReader in = new CborReader(bytes, CborLimits.RECORD);
            ItemCodec.requireCount("the hello", in.map(), 7);
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
            ItemCodec.requireKey(in, 6);
            String about = in.text();
            ItemCodec.requireKey(in, 7);
            long cardRevision = in.uint();
            in.end();
            return new Hello(realm, held, next, clockMs, version, about, cardRevision);
        } catch (CborException | IllegalArgumentException e) {
            throw new ParcelRefused(
                    Problem.of(Problem.Type.PARCEL_UNREADABLE, "the hello cannot be read: " + e.getMessage()), e);
        }
    }
}
