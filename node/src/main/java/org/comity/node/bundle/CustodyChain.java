package org.comity.node.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MalformedRecord;
import org.comity.tlog.Hash;
import org.comity.tlog.LogException;
import tools.jackson.databind.JsonNode;

/**
 * The chain of custody of one item: acts of kind {@code custody.<event>} in one log, each naming place and entry of the one before.
 *
 * <p>A link left out in the middle breaks the chain, one left out at the beginning leaves its successor without a predecessor. What
 * follows the last link that is shown, no chain can tell.
 *
 * @param links in the order of the log
 */
record CustodyChain(String item, List<Link> links) {

    static final String KIND_PREFIX = "custody.";

    /**
     * One event.
     *
     * @param file of the record in the bundle
     * @param sha256 digest of the item; empty after its erasure
     * @param previous place and entry of the link before, as this one names it
     */
    record Link(
            String file,
            ProvenRecord proven,
            String event,
            Optional<Hash> sha256,
            String who,
            String where,
            Optional<Previous> previous) {}

    record Previous(long index, Hash entry) {}

    /** A line of {@code custody.json}. */
    record Line(
            String item,
            int number,
            String event,
            long timeMs,
            String who,
            String where,
            long index,
            Hash entry,
            String file) {}

    /** {@code custody.json}. */
    record Listing(List<Line> events) {}

    CustodyChain {
        links = List.copyOf(links);
    }

    /** The chains that stand in these records, by item. Nothing is checked but the form of each. */
    static List<CustodyChain> of(Map<String, ProvenRecord> records) {
        Map<String, List<Link>> byItem = new TreeMap<>();
        records.forEach((file, proven) -> {
            String kind = proven.act().kind().text();
            if (kind.startsWith(KIND_PREFIX)) {
                JsonNode body = body(file, proven);
                byItem.computeIfAbsent(text(file, body, "item"), item -> new ArrayList<>())
                        .add(link(file, proven, kind.substring(KIND_PREFIX.length()), body));
            }
        });
        List<CustodyChain> chains = new ArrayList<>();
        byItem.forEach((item, links) -> {
            links.sort(Comparator.comparingLong(link -> link.proven().index()));
            chains.add(new CustodyChain(item, links));
        });
        return chains;
    }

    static byte[] listing(List<CustodyChain> chains) {
        List<Line> lines = new ArrayList<>();
        for (CustodyChain chain : chains) {
            int number = 0;
            for (Link link : chain.links()) {
                ProvenRecord proven = link.proven();
                lines.add(new Line(
                        chain.item(),
                        ++number,
                        link.event(),
                        proven.act().timeMs(),
                        link.who(),
                        link.where(),
                        proven.index(),
                        proven.entry(),
                        link.file()));
            }
        }
        return JsonBody.write(new Listing(lines));
    }

    /** @throws BundleRefused that names the link that does not hold on to the one before */
    void requireUnbroken() {
        Optional<Previous> before = Optional.empty();
        String origin = links.getFirst().proven().act().origin();
        for (Link link : links) {
            if (!link.proven().act().origin().equals(origin)) {
                throw new BundleRefused(
                        link.file(), "continues the custody of " + item + " in another log than it began");
            }
            if (!link.previous().equals(before)) {
                String expected = before.map(p -> "leaf " + p.index()).orElse("none, since it is the first here");
                String named = link.previous().map(p -> "leaf " + p.index()).orElse("none");
                throw new BundleRefused(
                        link.file(),
                        "breaks the chain of custody of " + item + ": the event before it must be " + expected
                                + ", it names " + named);
            }
            before = Optional.of(
                    new Previous(link.proven().index(), link.proven().entry()));
        }
    }

    /** @throws BundleRefused if a link tells another digest */
    void requireDigest(Hash expected) {
        for (Link link : links) {
            if (link.sha256().isPresent() && !link.sha256().get().equals(expected)) {
                throw new BundleRefused(
                        link.file(),
                        "is about an item with the SHA-256 "
                                + link.sha256().get().hex() + ", the item " + item + " has " + expected.hex());
            }
        }
    }

    private static Link link(String file, ProvenRecord proven, String event, JsonNode body) {
        try {
            String sha256 = text(file, body, "sha256");
            JsonNode previous = body.path("previous");
            if (!previous.isArray() || previous.size() > 1) {
                throw malformed(file, "previous is not a list of at most one link");
            }
            return new Link(
                    file,
                    proven,
                    event,
                    sha256.isEmpty() ? Optional.empty() : Optional.of(Hash.ofHex(sha256)),
                    text(file, body, "who"),
                    text(file, body, "where"),
                    previous.isEmpty() ? Optional.empty() : Optional.of(previous(file, previous.get(0))));
        } catch (LogException e) {
            throw new BundleRefused(file, "is no act of custody: " + BundleRefused.told(e), e);
        }
    }

    private static Previous previous(String file, JsonNode link) {
        JsonNode index = link.path("index");
        if (!index.isIntegralNumber()) {
            throw malformed(file, "the link before has no index");
        }
        return new Previous(index.asLong(), Hash.ofHex(text(file, link, "entry")));
    }

    private static JsonNode body(String file, ProvenRecord proven) {
        try {
            return JsonBody.read(proven.act().body(), JsonNode.class);
        } catch (MalformedRecord e) {
            throw new BundleRefused(file, "is no act of custody: " + BundleRefused.told(e), e);
        }
    }

    private static String text(String file, JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isString()) {
            throw malformed(file, name + " is not a text");
        }
        return value.asString();
    }

    private static BundleRefused malformed(String file, String why) {
        return new BundleRefused(file, "is no act of custody: " + why);
    }
}
