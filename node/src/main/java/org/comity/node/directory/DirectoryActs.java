package org.comity.node.directory;

import java.util.List;
import java.util.Set;
import org.comity.node.cbor.CborWriter;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;

/** The records that the directory leaves in the node's own log. Their bodies are deterministic CBOR with fixed keys. */
final class DirectoryActs {

    static final Kind RECOGNISED = new Kind("directory.recognised");
    static final Kind WITHDRAWN = new Kind("directory.recognition-withdrawn");
    static final Kind CARD_TAKEN = new Kind("directory.card-taken");
    static final Kind CARD_OFFERED = new Kind("directory.card-offered");
    static final Kind CARD_ISSUED = new Kind("directory.card-issued");

    private static final String CBOR = "application/cbor";

    private DirectoryActs() {}

    static Draft recognised(VerifiedCard card, Comparison how) {
        CborWriter out = new CborWriter().map(4);
        out.uint(1).text(card.member().code());
        out.uint(2).bytes(card.root().identity().digest().bytes());
        out.uint(3).bytes(card.digest().bytes());
        out.uint(4).text(how.word());
        return own(RECOGNISED, out);
    }

    static Draft withdrawn(VerifiedCard card, String reason) {
        CborWriter out = new CborWriter().map(3);
        out.uint(1).text(card.member().code());
        out.uint(2).bytes(card.root().identity().digest().bytes());
        out.uint(3).text(reason);
        return own(WITHDRAWN, out);
    }

    static Draft taken(VerifiedCard card, Set<CardChange> changes) {
        List<String> words = changes.stream().sorted().map(CardChange::word).toList();
        CborWriter out = new CborWriter().map(3);
        out.uint(1).text(card.member().code());
        out.uint(2).bytes(card.digest().bytes());
        CborFields.texts(out.uint(3), words);
        return own(CARD_TAKEN, out);
    }

    static Draft offered(VerifiedCard card) {
        CborWriter out = new CborWriter().map(3);
        out.uint(1).text(card.member().code());
        out.uint(2).bytes(card.digest().bytes());
        out.uint(3).text(card.node().origin());
        return own(CARD_OFFERED, out);
    }

    static Draft issued(VerifiedCard card) {
        CborWriter out = new CborWriter().map(2);
        out.uint(1).bytes(card.digest().bytes());
        out.uint(2).uint(card.root().revision());
        return own(CARD_ISSUED, out);
    }

    private static Draft own(Kind kind, CborWriter body) {
        return Draft.of(kind, Recipient.nobody(), Lane.OWN, CBOR, body.toBytes());
    }
}
