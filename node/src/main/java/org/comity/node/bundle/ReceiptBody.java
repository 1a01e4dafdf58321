package org.comity.node.bundle;

import java.util.Optional;
import org.comity.node.cbor.CborException;
import org.comity.node.cbor.CborReader;
import org.comity.node.record.Act;
import org.comity.node.record.Kind;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import org.comity.tlog.TreeHead;

/**
 * Body of an {@code exchange.received} act: the recipient's word for one message, [origin, lane, sequence, index, entry, size, root,
 * disposition, ? code].
 *
 * @param head the sender's head under which the recipient saw it proven
 * @param disposition what became of it, a word
 * @param code a further word, perhaps
 */
record ReceiptBody(
        String origin,
        long lane,
        long sequence,
        long index,
        Hash entry,
        TreeHead head,
        String disposition,
        Optional<String> code) {

    static final Kind KIND = new Kind("exchange.received");

    /** @throws BundleRefused if the act is no receipt */
    static ReceiptBody parse(String file, Act act) {
        if (!act.kind().equals(KIND)) {
            throw new BundleRefused(file, "is of kind " + act.kind() + ", a receipt is of kind " + KIND);
        }
        try {
            CborReader in = new CborReader(act.body());
            int parts = in.array();
            if (parts != 8 && parts != 9) {
                throw new BundleRefused(file, "has " + parts + " parts, a receipt has 8 or 9");
            }
            ReceiptBody body = new ReceiptBody(
                    in.text(),
                    in.uint(),
                    in.uint(),
                    in.uint(),
                    Hash.of(in.bytes(Hash.BYTES)),
                    new TreeHead(in.uint(), Hash.of(in.bytes(Hash.BYTES))),
                    in.text(),
                    parts == 9 ? Optional.of(in.text()) : Optional.empty());
            in.end();
            return body;
        } catch (CborException | LogException | IllegalArgumentException e) {
            throw new BundleRefused(file, "is no receipt: " + BundleRefused.told(e), e);
        }
    }

    /** @throws BundleRefused unless this is the receipt of exactly this message, given by its recipient to its sender */
    void requireFor(String file, Act receipt, ProvenRecord message) {
        Act act = message.act();
        boolean same = origin.equals(act.origin())
                && lane == act.lane().number()
                && sequence == act.sequence()
                && index == message.index()
                && entry.equals(message.entry());
        if (!same) {
            throw new BundleRefused(
                    file,
                    "is the receipt of another message: of " + HtmlText.shown(origin) + ", lane " + lane + ", number "
                            + sequence + ", leaf " + index + "; the message is of " + act.origin() + ", lane "
                            + act.lane().number() + ", number " + act.sequence() + ", leaf " + message.index()
                            + (entry.equals(message.entry()) ? "" : ", with another entry"));
        }
        boolean byRecipient = switch (act.recipient()) {
            case Recipient.One(var member) -> member.equals(receipt.sender());
            case Recipient.Everyone() -> !act.sender().equals(receipt.sender());
            case Recipient.Nobody() -> false;
        };
        if (!byRecipient || !receipt.recipient().equals(Recipient.one(act.sender()))) {
            throw new BundleRefused(
                    file,
                    "is given by " + receipt.sender() + " to "
                            + receipt.recipient().text().orElse("nobody")
                            + ", the message went from " + act.sender() + " to "
                            + act.recipient().text().orElse("nobody"));
        }
        if (head.size() <= index) {
            throw new BundleRefused(
                    file, "saw leaf " + index + " in a tree of " + head.size() + " leaves, which cannot hold it");
        }
    }
}
