package org.comity.node.bundle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.comity.node.directory.NodeCard;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.record.Act;
import org.comity.node.record.Annex;
import org.comity.node.record.Approval;
import org.comity.node.record.MemberId;
import org.comity.node.record.Recipient;

/**
 * {@code report.html}: the case for people who will read paper. Made from the contents alone, so the verifier can make it again and
 * compare; no script, no reference to anything outside, printable on A4.
 *
 * <p>Times are those that the acts state, in UTC. The page says what stands in the records; that they are proven is what the
 * verifier finds, so the page tells how to ask it and claims nothing by itself.
 */
final class ReportPage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String STYLE = """
            @page { size: A4; margin: 18mm }
            body { font: 10.5pt/1.4 "Noto Serif", Georgia, serif; color: #111; max-width: 174mm; margin: 0 auto; padding: 6mm 0 }
            h1 { font-size: 17pt; margin: 0 0 2mm } h2 { font-size: 13pt; margin: 8mm 0 2mm; break-after: avoid }
            h3 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid }
            table { border-collapse: collapse; width: 100%; margin: 1mm 0 3mm } tr { break-inside: avoid }
            th, td { border: 0.3pt solid #888; padding: 0.8mm 1.6mm; vertical-align: top; text-align: start }
            th { font-weight: normal; width: 38mm; background: #f2f2f2 } .list th { width: auto }
            td { overflow-wrap: anywhere; white-space: pre-wrap } code { font: 8.5pt/1.3 "Noto Sans Mono", monospace }
            .banner { border: 1pt solid #111; padding: 2mm 3mm; font-weight: bold }
            """;

    private final BundleContents contents;
    private final StringBuilder out = new StringBuilder(1 << 14);

    private ReportPage(BundleContents contents) {
        this.contents = contents;
    }

    static byte[] write(BundleContents contents) {
        ReportPage page = new ReportPage(contents);
        page.head();
        page.messages();
        page.evidence();
        page.custody();
        page.records();
        page.members();
        page.check();
        page.out.append("</main></body></html>\n");
        return page.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void head() {
        String title = "Proof bundle: " + HtmlText.escape(contents.caseReference());
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head>\n<body><main>\n<h1>Proof bundle</h1>\n");
        if (contents.realm().isExercise()) {
            out.append("<p class=\"banner\">EXERCISE: nothing on these pages has legal effect.</p>\n");
        }
        table();
        row("Case", HtmlText.foreign(contents.caseReference()));
        row("Exported by", member(contents.exporter()));
        row("Exported at", time(contents.created().toEpochMilli()));
        row("Log of the export", code(contents.origin()));
        row(
                "Contents",
                counted(contents.messages().size(), "message", "messages") + ", "
                        + counted(contents.evidence().size(), "item", "items") + " of evidence, "
                        + counted(contents.records().size(), "record", "records") + " of the exporter");
        end();
        out.append(
                "<p>This page says what stands in the records of this bundle. Whether they are proven, the bundle shows to"
                        + " anyone who checks it: see the last section. Times are those that each node stated by its own clock.</p>\n");
    }

    private static String counted(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private void messages() {
        out.append("<h2>What happened</h2>\n");
        if (contents.messages().isEmpty()) {
            out.append("<p>The bundle holds no message.</p>\n");
        }
        BundleLayout.messages(contents).forEach((folder, message) -> {
            Act act = message.message().act();
            out.append("<h3>").append(code(folder)).append("</h3>\n");
            table();
            row("What", code(act.kind().text()) + " (" + act.urgency().name().toLowerCase(Locale.ROOT) + ")");
            row("From", member(act.sender()) + ", " + code(act.fromAuthority().name()));
            row("To", recipient(act));
            row("Written", time(act.timeMs()));
            act.ownReference().ifPresent(reference -> row("Sender's reference", HtmlText.foreign(reference)));
            for (Approval approval : act.approvals()) {
                row(
                        "Signed by an officer",
                        code(approval.role()) + " at " + time(approval.timeMs()) + "\nkey "
                                + code(approval.officerKeyId().hex()));
            }
            receipt(folder, message);
            for (Annex annex : act.annexes()) {
                row(
                        "Document",
                        HtmlText.foreign(annex.name()) + ", " + code(annex.kind()) + ", " + annex.length() + " bytes\n"
                                + code(annex.digest().hex()));
            }
            place(message.message());
            end();
            body(act);
        });
    }

    private void receipt(String folder, BundledMessage message) {
        if (message.receipt().isEmpty()) {
            row("Received", "no receipt is in this bundle");
            return;
        }
        ProvenRecord receipt = message.receipt().get();
        ReceiptBody body = ReceiptBody.parse(folder + BundleLayout.RECEIPT, receipt.act());
        row(
                "Received",
                "by " + member(receipt.act().sender()) + " at "
                        + time(receipt.act().timeMs()) + ": "
                        + HtmlText.foreign(body.disposition())
                        + body.code().map(c -> ", " + HtmlText.foreign(c)).orElse("")
                        + "\nleaf " + receipt.index() + " of "
                        + code(receipt.act().origin()));
    }

    private void body(Act act) {
        out.append("<table>\n");
        BodyRows.write(act, (name, value) -> row(HtmlText.foreign(name), HtmlText.foreign(value)));
        end();
    }

    private void place(ProvenRecord proven) {
        row(
                "Place in the log",
                "leaf " + proven.index() + " of " + code(proven.act().origin()));
        row("SHA-256 of the record", code(proven.digest().hex()));
    }

    private void evidence() {
        out.append("<h2>Evidence</h2>\n");
        if (contents.evidence().isEmpty()) {
            out.append("<p>The bundle names no item of evidence.</p>\n");
        }
        for (EvidenceFile item : contents.evidence()) {
            out.append("<h3>").append(HtmlText.foreign(item.name())).append("</h3>\n");
            table();
            row("Item", code(item.item()));
            row("Type and length", HtmlText.foreign(item.mediaType()) + ", " + item.length() + " bytes");
            row("SHA-256", code(item.sha256().hex()));
            row(
                    "As it was encrypted",
                    item.cipherLength() + " bytes, root over pieces of 1 MiB\n"
                            + code(item.pieceRoot().hex()));
            row(
                    "In this bundle",
                    item.content().isPresent()
                            ? code(BundleLayout.evidenceFile(item))
                            : "not included, only its digest");
            end();
        }
    }

    private void custody() {
        out.append("<h2>Chain of custody</h2>\n");
        var chains = BundleLayout.custody(contents);
        if (chains.isEmpty()) {
            out.append("<p>The bundle holds no act of custody.</p>\n");
        }
        for (CustodyChain chain : chains) {
            out.append("<h3>")
                    .append(HtmlText.foreign(chain.item()))
                    .append("</h3>\n<table class=\"list\">\n<tr><th>Event<th>When<th>Who<th>Where<th>Leaf</tr>\n");
            for (CustodyChain.Link link : chain.links()) {
                out.append("<tr><td>")
                        .append(HtmlText.foreign(link.event()))
                        .append("<td>")
                        .append(time(link.proven().act().timeMs()))
                        .append("<td>")
                        .append(HtmlText.foreign(link.who()))
                        .append("<td>")
                        .append(HtmlText.foreign(link.where()))
                        .append("<td>")
                        .append(link.proven().index())
                        .append("</tr>\n");
            }
            end();
        }
    }

    private void records() {
        out.append("<h2>Records of the exporter</h2>\n<table class=\"list\">\n<tr><th>Record<th>When<th>Leaf</tr>\n");
        BundleLayout.records(contents)
                .forEach((folder, record) -> out.append("<tr><td>")
                        .append(code(folder))
                        .append("<td>")
                        .append(time(record.act().timeMs()))
                        .append("<td>")
                        .append(record.index())
                        .append("</tr>\n"));
        end();
    }

    private void members() {
        out.append(
                "<h2>Members and keys</h2>\n<p>These fingerprints come from the bundle itself. Compare them with what the member"
                        + " has published: keys inside a file prove nothing by themselves.</p>\n");
        for (VerifiedCard card : contents.cards()) {
            out.append("<h3>").append(member(card.member())).append("</h3>\n");
            table();
            row(
                    "Card",
                    "revision " + card.root().revision() + ", issued "
                            + time(card.root().issuedMs()));
            row("Fingerprint in words", code(String.join(" ", card.fingerprint().words())));
            row("Fingerprint in digits", code(card.fingerprint().digits()));
            row(
                    "Digest of the identity keys",
                    code(card.root().identity().digest().hex()));
            for (NodeCard node : card.nodes()) {
                row("Log", code(node.origin()));
            }
            end();
        }
    }

    private void check() {
        out.append("""
                <h2>How to check</h2>
                <ol>
                <li>Obtain the fingerprint of a member that you trust, from its gazette or ministry and not from this file.</li>
                <li>Run <code>comity verify FILE --anchor "WORDS OR DIGITS"</code>. It needs no network. It says <em>anchored</em> when
                everything in the file stands in the logs and their keys lead to that fingerprint; <em>proven</em> when the keys are
                merely those in the file; and otherwise names the file that does not hold.</li>
                <li>Or follow <code>VERIFY.txt</code>, which uses public tools only.</li>
                </ol>
                <p>What it does not show: that a statement is true, only who made it and in which order; and nothing of what the exporter
                left out. That a record was not made later than a time is shown by the receipts and witnesses that the verifier lists.</p>
                """);
    }

    private String member(MemberId member) {
        return contents.cards().stream()
                .filter(card -> card.member().equals(member))
                .findFirst()
                .map(card -> HtmlText.foreign(card.root().names().best("en")) + " (" + member + ")")
                .orElse(member.code());
    }

    private String recipient(Act act) {
        return switch (act.recipient()) {
            case Recipient.One(var member) ->
                member(member)
                        + act.toAuthority().map(to -> ", " + code(to.name())).orElse("");
            case Recipient.Everyone() -> "all members";
            case Recipient.Nobody() -> "nobody";
        };
    }

    private static String time(long ms) {
        try {
            return TIME.format(Instant.ofEpochMilli(ms));
        } catch (java.time.DateTimeException e) {
            // A foreign record may state any number.
            return ms + " ms since 1970";
        }
    }

    private static String code(String text) {
        return "<code>" + HtmlText.escape(text) + "</code>";
    }

    private void table() {
        out.append("<table>\n");
    }

    /** Both are HTML already. */
    private void row(String name, String value) {
        out.append("<tr><th>").append(name).append("<td>").append(value).append("</tr>\n");
    }

    private void end() {
        out.append("</table>\n");
    }
}
