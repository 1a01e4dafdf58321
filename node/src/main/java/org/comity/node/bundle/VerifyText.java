package org.comity.node.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.comity.node.directory.NodeCard;
import org.comity.node.directory.VerifiedCard;

/**
 * {@code VERIFY.txt}: how to check a bundle without this program. A fixed text, followed by the keys of the logs in this bundle as
 * lines of a C2SP tlog-policy, so that any verifier can be given them.
 */
final class VerifyText {

    private VerifyText() {}

    static byte[] write(BundleContents contents) {
        StringBuilder out = new StringBuilder(fixed());
        for (VerifiedCard card : contents.cards()) {
            out.append("\n# ")
                    .append(card.member())
                    .append(", card revision ")
                    .append(card.root().revision())
                    .append("\n#   words   ")
                    .append(String.join(" ", card.fingerprint().words()))
                    .append("\n#   digits  ")
                    .append(card.fingerprint().digits())
                    .append("\n#   keys    ")
                    .append(card.root().identity().digest().hex())
                    .append('\n');
            for (NodeCard node : card.nodes()) {
                node.logKeys()
                        .forEach(key -> out.append("log ").append(key.vkey()).append('\n'));
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String fixed() {
        try (InputStream in = VerifyText.class.getResourceAsStream("VERIFY.txt")) {
            if (in == null) {
                throw new IllegalStateException("VERIFY.txt is missing beside its class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("VERIFY.txt cannot be read", e);
        }
    }
}
