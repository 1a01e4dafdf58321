package org.comity.web.log;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A reader of any log, written from C2SP tlog-tiles and tlog-checkpoint alone: it fetches a log whole and recomputes its root. */
public final class SpecLogReader {

    private static final int WIDTH = 256;

    /** Gets a path below the log's prefix. */
    @FunctionalInterface
    public interface Source {
        byte[] get(String path) throws IOException, InterruptedException;
    }

    private final Source source;

    public SpecLogReader(Source source) {
        this.source = source;
    }

    /** A log under a prefix on the web. */
    public static SpecLogReader at(String prefix) {
        return new SpecLogReader(path -> {
            HttpResponse<byte[]> answer = get(prefix + "/" + path);
            if (answer.statusCode() != 200) {
                throw new IOException(path + " answered " + answer.statusCode());
            }
            return answer.body();
        });
    }

    /** A plain GET. */
    public static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    /**
     * Reads the log: checks the signature, every hash of level 0 against its entry, and the root over them all.
     *
     * @return the number of leaves
     */
    public long readWhole(String vkey) throws IOException, InterruptedException {
        SpecNote head = SpecNote.parse(new String(source.get("checkpoint"), StandardCharsets.UTF_8));
        if (!head.signedBy(vkey)) {
            throw new IOException("the checkpoint is not signed by " + vkey);
        }
        List<byte[]> leaves = new ArrayList<>();
        for (long tile = 0; tile * WIDTH < head.size(); tile++) {
            int width = (int) Math.min(WIDTH, head.size() - tile * WIDTH);
            byte[] hashes = source.get("tile/0/" + name(tile, width));
            if (hashes.length != width * 32) {
                throw new IOException("tile " + tile + " has " + hashes.length + " bytes");
            }
            List<byte[]> entries = entries(source.get("tile/entries/" + name(tile, width)));
            for (int i = 0; i < width; i++) {
                byte[] hash = Arrays.copyOfRange(hashes, i * 32, i * 32 + 32);
                if (!Arrays.equals(hash, SpecMerkle.leaf(entries.get(i)))) {
                    throw new IOException("entry " + (tile * WIDTH + i) + " does not have its hash");
                }
                leaves.add(hash);
            }
        }
        if (!Arrays.equals(SpecMerkle.root(leaves), head.root())) {
            throw new IOException("the tiles do not have the root of the checkpoint");
        }
        return head.size();
    }

    private static List<byte[]> entries(byte[] bundle) {
        List<byte[]> entries = new ArrayList<>();
        for (int at = 0; at < bundle.length; ) {
            int length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
            entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return entries;
    }

    /** Groups of three digits, all but the last with an x in front; a width where the tile is not full. */
    static String name(long number, int width) {
        String name = String.format(Locale.ROOT, "%03d", number % 1000);
        for (long rest = number / 1000; rest > 0; rest /= 1000) {
            name = String.format(Locale.ROOT, "x%03d/", rest % 1000) + name;
        }
        return width == WIDTH ? name : name + ".p/" + width;
    }
}
