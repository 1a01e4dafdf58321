package org.comity.node.bundle;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import org.comity.node.record.MemberId;
import org.comity.node.record.Realm;
import org.comity.tlog.Hash;

/**
 * {@code manifest.json}: who exports what, and the digest of every other file but those that prove the manifest itself.
 *
 * @param created UTC as {@link Instant#toString} writes it
 * @param files in the order of the bundle
 */
record Manifest(
        String format,
        Realm realm,
        String caseReference,
        MemberId exporter,
        String origin,
        String created,
        List<Listed> files) {

    static final String FORMAT = "comity/bundle/v1";

    /** Longest manifest in bytes, that of every JSON body. */
    static final int MAX_BYTES = 1 << 20;

    /**
     * @param size in bytes
     */
    record Listed(String name, long size, Hash sha256) {}

    Manifest {
        files = List.copyOf(files);
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("format is " + HtmlText.shown(format) + ", legal is " + FORMAT);
        }
        String again;
        try {
            again = Instant.parse(created).toString();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("created is no time in UTC: " + HtmlText.shown(created), e);
        }
        if (!again.equals(created)) {
            throw new IllegalArgumentException("created is " + HtmlText.shown(created) + ", must be written " + again);
        }
    }

    static Manifest of(BundleContents contents, Map<String, CanonicalZip.Content> files) {
        List<Listed> listed = new ArrayList<>();
        files.forEach((name, content) -> listed.add(
                new Listed(name, content.measured().size(), content.measured().sha256())));
        listed.sort((a, b) -> EntryName.ORDER.compare(a.name(), b.name()));
        return new Manifest(
                FORMAT,
                contents.realm(),
                contents.caseReference(),
                contents.exporter(),
                contents.origin(),
                contents.created().toString(),
                listed);
    }

    byte[] encode() {
        return JsonBody.write(this);
    }

    /** @throws BundleRefused unless these bytes are a manifest in its one form */
    static Manifest parse(byte[] json) {
        try {
            Manifest manifest = JsonBody.read(json, Manifest.class);
            if (!Arrays.equals(manifest.encode(), json)) {
                throw new BundleRefused(BundleLayout.MANIFEST, "is not written in its one form");
            }
            return manifest;
        } catch (MalformedRecord | IllegalArgumentException e) {
            throw new BundleRefused(
                    BundleLayout.MANIFEST, "is not a manifest of " + FORMAT + ": " + BundleRefused.told(e), e);
        }
    }

    /** @throws BundleRefused unless all files are listed and only these, each with its size and digest */
    void requireFiles(CanonicalZip zip) {
        Map<String, Listed> byName = new HashMap<>();
        for (Listed file : files) {
            if (BundleLayout.MANIFEST_FILES.contains(file.name()) || byName.put(file.name(), file) != null) {
                throw new BundleRefused(
                        BundleLayout.MANIFEST, "lists " + HtmlText.shown(file.name()) + " twice, or itself");
            }
        }
        for (StoredFile stored : zip.files().values()) {
            Listed file = byName.remove(stored.name());
            if (file == null) {
                if (!BundleLayout.MANIFEST_FILES.contains(stored.name())) {
                    throw new BundleRefused(stored.name(), "is not listed in the manifest");
                }
            } else if (file.size() != stored.size() || !file.sha256().equals(stored.sha256())) {
                throw new BundleRefused(
                        stored.name(),
                        "has the SHA-256 " + stored.sha256().hex() + " and " + stored.size()
                                + " bytes; the manifest lists " + file.sha256().hex() + " and " + file.size());
            }
        }
        if (!byName.isEmpty()) {
            String missing =
                    byName.keySet().stream().sorted(EntryName.ORDER).findFirst().orElseThrow();
            throw new BundleRefused(missing, "is listed in the manifest and missing from the bundle");
        }
    }
}
