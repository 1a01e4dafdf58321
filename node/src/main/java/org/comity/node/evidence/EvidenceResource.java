package org.comity.node.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.age.Sealing;
import org.comity.node.evidence.EvidenceException.Fault;
import org.comity.node.exchange.PeerResource;
import org.comity.node.ledger.Erased;
import org.comity.node.record.JsonBody;
import org.comity.node.record.MemberId;
import org.comity.node.store.Snapshot;
import org.comity.node.store.Sql;
import org.comity.node.world.ByteRange;
import org.comity.node.world.Outcome;
import org.comity.node.world.PeerAnswer;
import org.comity.node.world.PeerCall;
import org.comity.node.world.World;
import org.comity.tlog.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what this node offers: {@code /peer/v1/evidence/<root>/pieces}, the piece list, and
 * {@code /peer/v1/evidence/<root>/data}, the encrypted file by whole pieces, at most 4 MiB a call.
 *
 * <p>Only the member named in the offer gets anything; to all others the root does not exist. No byte of data is stored: each
 * range is encrypted again from the vault, with the keys drawn when the item was offered, and compared with the stored piece
 * hashes before it leaves. A difference means that the vault copy changed: the call gets a 500, and so does every later one, until
 * an officer had the item checked.
 *
 * <p>A range must be exactly what is there; it is never shortened, so that an answer of 206 carries the range of its call.
 */
public final class EvidenceResource implements PeerResource {
    static final String PREFIX = "/peer/v1/evidence";

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceResource.class);
    private static final Pattern PATH = Pattern.compile(PREFIX + "/([0-9a-f]{64})/(pieces|data)");
    /** Ranges made again for one member at the same time; each holds 4 MiB and a thread of the crew. */
    static final int RANGES_AT_ONCE = 4;

    private static final String BYTES = "application/octet-stream";

    /** All that the crew needs to make a range again. */
    @SuppressWarnings("ArrayRecordComponent") // handed to the crew for one answer, never compared
    private record Source(ItemId item, Hash content, byte[] header, Vault.Outgoing outgoing) {}

    private final World world;
    private final Vault vault;
    private final Items items;
    private final Offers offers;
    private final BiConsumer<ItemId, String> alarm;
    private final Map<MemberId, Integer> underWay = new HashMap<>();

    /** @param alarm told of an item whose vault copy changed, and how that was seen; on the node's thread */
    EvidenceResource(World world, Vault vault, Items items, Offers offers, BiConsumer<ItemId, String> alarm) {
        this.world = world;
        this.vault = vault;
        this.items = items;
        this.offers = offers;
        this.alarm = alarm;
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public void answer(MemberId from, PeerCall call, Consumer<PeerAnswer> back) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches() || !call.method().equals("GET")) {
            back.accept(problem(404, "not-found", "There is nothing here for you"));
            return;
        }
        Hash root = Hash.ofHex(path.group(1));
        try (Snapshot snapshot = world.store().snapshot()) {
            Optional<Offers.Stored> offer = offers.find(snapshot.sql(), root)
                    .filter(o -> o.recipient().equals(from) && !o.state().equals(Offers.WITHDRAWN));
            if (offer.isEmpty()) {
                back.accept(problem(404, "not-found", "There is nothing here for you"));
            } else if (path.group(2).equals("pieces")) {
                back.accept(slice(offer.get().pieces(), call.range()));
            } else {
                data(snapshot.sql(), offer.get(), call.range(), back);
            }
        }
    }

    /** Bytes of the piece list; a range of it if one is asked for, which a list beyond 4 MiB needs. */
    private static PeerAnswer slice(byte[] list, Optional<ByteRange> range) {
        if (range.isEmpty()) {
            return list.length <= FetchMachine.CALL_BYTES
                    ? PeerAnswer.of(200, BYTES, list)
                    : problem(416, "range-not-satisfiable", "Ask for at most 4 MiB of the list at once");
        }
        ByteRange wanted = range.get();
        if (wanted.last() >= list.length || wanted.length() > FetchMachine.CALL_BYTES) {
            return problem(416, "range-not-satisfiable", "The list has " + list.length + " bytes");
        }
        return PeerAnswer.of(206, BYTES, Arrays.copyOfRange(list, (int) wanted.first(), (int) wanted.last() + 1));
    }

    private void data(Sql sql, Offers.Stored offer, Optional<ByteRange> range, Consumer<PeerAnswer> back) {
        if (offer.state().equals(Offers.DAMAGED)) {
            back.accept(damaged());
            return;
        }
        ByteRange wanted = range.orElse(new ByteRange(0, offer.cipherLength() - 1));
        if (!servable(wanted, offer.cipherLength())) {
            back.accept(problem(
                    416,
                    "range-not-satisfiable",
                    "Ask for whole pieces of 1048576 bytes, at most 4 at once, of " + offer.cipherLength() + " bytes"));
            return;
        }
        Optional<Source> source = source(sql, offer);
        if (source.isEmpty()) {
            back.accept(problem(404, "not-found", "There is nothing here for you"));
            return;
        }
        Source from = source.get();
        if (underWay.getOrDefault(offer.recipient(), 0) >= RANGES_AT_ONCE) {
            back.accept(later(429, "quota", "Ask for at most " + RANGES_AT_ONCE + " ranges at the same time", 1));
            return;
        }
        underWay.merge(offer.recipient(), 1, Integer::sum);
        int first = (int) (wanted.first() / PieceList.PIECE_BYTES);
        int count = Math.ceilDiv((int) wanted.length(), PieceList.PIECE_BYTES);
        int status = range.isPresent() ? 206 : 200;
        world.crew()
                .lift(() -> vault.regenerate(from.header(), from.content(), from.outgoing(), first, count), outcome -> {
                    underWay.merge(offer.recipient(), -1, Integer::sum);
                    back.accept(
                            switch (outcome) {
                                case Outcome.Done<byte[]>(byte[] bytes) -> PeerAnswer.of(status, BYTES, bytes);
                                case Outcome.Failed<byte[]>(Exception cause) -> failed(from.item(), cause);
                            });
                });
    }

    private PeerAnswer failed(ItemId item, Exception cause) {
        if (cause instanceof EvidenceException e && e.fault() == Fault.DAMAGED) {
            alarm.accept(item, e.getMessage());
            return damaged();
        }
        LOG.error("item {} could not be read", item, cause);
        return later(503, "storage", "The item cannot be read at the moment", 60);
    }

    private static PeerAnswer later(int status, String slug, String detail, long seconds) {
        PeerAnswer now = problem(status, slug, detail);
        return new PeerAnswer(status, now.contentType(), now.body(), OptionalLong.of(seconds));
    }

    private Optional<Source> source(Sql sql, Offers.Stored offer) {
        Optional<Item> item = items.find(sql, offer.item());
        Optional<byte[]> header = item.flatMap(i -> items.header(sql, i));
        if (item.isEmpty() || header.isEmpty()) {
            return Optional.empty();
        }
        try {
            Sealing sealing = offers.open(sql, item.get().caseId(), offer);
            return Optional.of(new Source(
                    item.get().id(), item.get().content(), header.get(), new Vault.Outgoing(sealing, offer.list())));
        } catch (Erased e) {
            return Optional.empty();
        }
    }

    private static boolean servable(ByteRange range, long length) {
        boolean endsWhole = (range.last() + 1) % PieceList.PIECE_BYTES == 0 || range.last() == length - 1;
        return range.first() % PieceList.PIECE_BYTES == 0
                && range.last() < length
                && endsWhole
                && range.length() <= FetchMachine.CALL_BYTES;
    }

    private static PeerAnswer damaged() {
        return problem(500, "evidence-damaged", "The sender's copy of this item is damaged");
    }

    private static PeerAnswer problem(int status, String slug, String detail) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "/problems/" + slug);
        json.put("title", slug);
        json.put("status", status);
        json.put("detail", detail);
        return PeerAnswer.of(status, "application/problem+json", JsonBody.write(json));
    }

    /** Whether an answer is the admission that the item cannot be served. */
    static boolean saysDamaged(PeerAnswer answer) {
        return answer.status() == 500
                && new String(answer.body(), StandardCharsets.UTF_8).contains("/problems/evidence-damaged");
    }
}
