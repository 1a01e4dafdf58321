package org.comity.node.evidence;

import java.util.List;
import java.util.Optional;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/**
 * Body of an {@code evidence.offered} message. Digests in hexadecimal, lengths in bytes.
 *
 * @param item the offerer's name of the item
 * @param sha256 of the plaintext
 * @param length of the plaintext
 * @param cipherLength of the age file that is served
 * @param pieceRoot root over its pieces, which also names it when it is fetched
 * @param custody the latest links of the offerer's chain of custody, at most {@link #MOST_LINKS}
 */
record OfferBody(
        String item,
        String name,
        String mediaType,
        String sha256,
        long length,
        long cipherLength,
        String pieceRoot,
        List<String> useLimits,
        String onward,
        String conditions,
        List<Link> custody) {
    static final int MOST_LINKS = 64;

    /**
     * One event as the offerer tells it.
     *
     * @param at milliseconds since 1970
     */
    record Link(String event, long at, String who, String where) {}

    static OfferBody of(Item item, ItemDetail detail, PieceList pieces, Terms terms, List<CustodyEntry> chain) {
        List<Link> links = chain.stream()
                .skip(Math.max(0, chain.size() - MOST_LINKS))
                .map(entry -> new Link(
                        entry.event().word(),
                        entry.at().toEpochMilli(),
                        entry.handling().map(Handling::who).orElse(""),
                        entry.handling().map(Handling::where).orElse("")))
                .toList();
        return new OfferBody(
                item.id().text(),
                detail.name(),
                detail.mediaType(),
                detail.sha256().hex(),
                detail.length(),
                pieces.fileLength(),
                pieces.root().hex(),
                terms.useLimits(),
                terms.onward().word(),
                terms.conditions(),
                links);
    }

    /**
     * Reads a body and checks all that can be checked without the file.
     *
     * @throws RuntimeException whatever check fails first, with a sentence that says what
     */
    static OfferBody parse(byte[] bytes, MemberId from) {
        OfferBody body = JsonBody.read(bytes, OfferBody.class);
        new ItemId(body.item());
        body.detail(from);
        body.root();
        FetchMachine.requireLengths(body.length(), body.cipherLength());
        if (body.custody().size() > MOST_LINKS) {
            throw new IllegalArgumentException(
                    "custody of " + body.custody().size() + " links, legal are up to " + MOST_LINKS);
        }
        body.custody().forEach(link -> CustodyEvent.ofWord(link.event()));
        return body;
    }

    ItemDetail detail(MemberId from) {
        return new ItemDetail(
                name,
                mediaType,
                Hash.ofHex(sha256),
                length,
                Optional.of(from),
                new Terms(useLimits, Onward.ofWord(onward), conditions));
    }

    Hash root() {
        return Hash.ofHex(pieceRoot);
    }
}
