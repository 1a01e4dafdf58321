package org.comity.node.bundle;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.comity.node.record.Act;
import org.comity.node.record.Draft;
import org.comity.node.record.Kind;
import org.comity.node.record.Lane;
import org.comity.node.record.Recipient;
import org.comity.tlog.Hash;

/**
 * Writes a bundle in two steps, because the manifest must stand in the exporter's log before the file can hold the proof of it.
 *
 * <p>{@link #prepare} reads all contents once and makes the manifest; the node logs {@link #draft}, waits for a signed checkpoint and
 * cuts out the proof; {@link #write} reads the contents a second time. If one changed in between, the file is not finished and an
 * {@link IOException} says so.
 */
public final class BundleWriter {

    /** The act by which a node exports a bundle. */
    public static final Kind EXPORTED = new Kind("bundle.exported");

    static final String EXPORTED_MEDIA_TYPE = "application/octet-stream";

    private final BundleContents contents;
    private final SortedMap<String, CanonicalZip.Content> files;
    private final byte[] manifest;

    private BundleWriter(BundleContents contents, SortedMap<String, CanonicalZip.Content> files, byte[] manifest) {
        this.contents = contents;
        this.files = files;
        this.manifest = manifest;
    }

    /**
     * Reads the contents, measures them and makes the manifest.
     *
     * @throws IllegalArgumentException if an included file has not the digest that its item states, or the manifest would be longer
     *     than 1 MiB
     */
    public static BundleWriter prepare(BundleContents contents) throws IOException {
        SortedMap<String, CanonicalZip.Content> files = BundleLayout.files(contents);
        for (EvidenceFile item : contents.evidence()) {
            if (item.content().isPresent()) {
                requireDigest(
                        item,
                        Objects.requireNonNull(files.get(BundleLayout.evidenceFile(item)))
                                .measured());
            }
        }
        requireReadable(contents, files);
        return new BundleWriter(contents, files, Manifest.of(contents, files).encode());
    }

    /** Both steps at once: {@code export} logs the draft and returns it with its proof. */
    public static void write(BundleContents contents, Function<Draft, ProvenRecord> export, WritableByteChannel out)
            throws IOException {
        BundleWriter writer = prepare(contents);
        writer.write(export.apply(writer.draft()), out);
    }

    /** A copy of the bytes of {@code manifest.json}. */
    public byte[] manifest() {
        return manifest.clone();
    }

    /** What the exporter logs: an own act whose body is the SHA-256 of the manifest. */
    public Draft draft() {
        return Draft.of(
                EXPORTED,
                Recipient.nobody(),
                Lane.OWN,
                EXPORTED_MEDIA_TYPE,
                Hash.sha256(manifest).bytes());
    }

    /**
     * Writes the file.
     *
     * @param export the act made of {@link #draft}, with its proof in the log that the contents name
     * @throws IllegalArgumentException if it is another act
     * @throws IOException also if a content changed since {@link #prepare}
     */
    public void write(ProvenRecord export, WritableByteChannel out) throws IOException {
        Act act = export.act();
        boolean fits = act.kind().equals(EXPORTED)
                && act.origin().equals(contents.origin())
                && act.sender().equals(contents.exporter())
                && Arrays.equals(act.body(), Hash.sha256(manifest).bytes());
        if (!fits) {
            throw new IllegalArgumentException(
                    act + " is not the export of this manifest by " + contents.exporter() + " in " + contents.origin());
        }
        SortedMap<String, CanonicalZip.Content> all = new TreeMap<>(EntryName.ORDER);
        all.putAll(files);
        all.put(BundleLayout.MANIFEST, CanonicalZip.Content.of(manifest));
        all.put(
                BundleLayout.MANIFEST_RECORD,
                CanonicalZip.Content.of(export.opening().record()));
        all.put(
                BundleLayout.MANIFEST_PROOF,
                CanonicalZip.Content.of(export.proof().encode()));
        CanonicalZip.write(all, out);
    }

    /** What a verifier holds in memory is bounded, so it is bounded here too. */
    private static void requireReadable(BundleContents contents, SortedMap<String, CanonicalZip.Content> files) {
        long total = 0;
        for (CanonicalZip.Content file : files.values()) {
            total += file.measured().size();
        }
        for (EvidenceFile item : contents.evidence()) {
            total -= item.content().isPresent() ? item.length() : 0;
        }
        if (total > BundleLayout.MAX_SMALL_BYTES) {
            throw new IllegalArgumentException("records, proofs and cards have together " + total
                    + " bytes, legal are at most " + BundleLayout.MAX_SMALL_BYTES + "; export the case in parts");
        }
    }

    private static void requireDigest(EvidenceFile item, Measured measured) {
        if (measured.size() != item.length() || !measured.sha256().equals(item.sha256())) {
            throw new IllegalArgumentException("the file of item " + item.item() + " has " + measured.size()
                    + " bytes and the SHA-256 " + measured.sha256().hex() + ", the item states " + item.length()
                    + " and " + item.sha256().hex());
        }
    }
}
