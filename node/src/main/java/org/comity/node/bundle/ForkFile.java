package org.comity.node.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.comity.node.directory.VerifiedCard;
import org.comity.tlog.ForkEvidence;

/**
 * Evidence that a log signed two histories, as one file with the card that has the log's keys.
 *
 * <p>First the card in its armour, then the file {@code tlog-fork/v1} (docs/protocol.md, section 4.3), both as they are, so they can be
 * cut apart with any editor. The card proves nothing about whose it is: that is what an anchor is for.
 */
public final class ForkFile {

    private static final String CARD_END = "-----END COMITY CARD-----\n";

    private ForkFile() {}

    /** The file. */
    public static byte[] encode(VerifiedCard card, ForkEvidence evidence) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(card.card().armour().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(evidence.encode());
        return out.toByteArray();
    }

    /** Whether a text is of this form: a card, and evidence right behind it. */
    static boolean isOne(String text) {
        return evidenceAt(text) > 0;
    }

    /** The armoured card in front. */
    static byte[] card(byte[] file, String text) {
        return Arrays.copyOf(file, evidenceAt(text));
    }

    /** The evidence behind it. */
    static byte[] evidence(byte[] file, String text) {
        return Arrays.copyOfRange(file, evidenceAt(text), file.length);
    }

    /** Where the evidence begins; the armour before it is ASCII, so characters are bytes there. 0 if this is another file. */
    private static int evidenceAt(String text) {
        int end = text.indexOf(CARD_END);
        int at = end < 0 ? 0 : end + CARD_END.length();
        boolean ascii = text.chars().limit(at).allMatch(c -> c < 0x80);
        return ascii && text.startsWith(ForkEvidence.HEADER + "\n", at) ? at : 0;
    }
}
