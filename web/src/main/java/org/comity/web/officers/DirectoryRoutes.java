package org.comity.web.officers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.comity.node.Node;
import org.comity.node.access.Role;
import org.comity.node.directory.Card;
import org.comity.node.directory.CardRefused;
import org.comity.node.directory.Comparison;
import org.comity.node.directory.FingerprintMismatch;
import org.comity.node.directory.Offer;
import org.comity.node.directory.Peer;
import org.comity.node.directory.Pings;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.exchange.LinkState;
import org.comity.node.ledger.Logged;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Approval;
import org.comity.node.record.ApprovalStatement;
import org.comity.node.record.MemberId;
import org.comity.tlog.Hash;

/** The own card, the members this node deals with, and pings to them. */
final class DirectoryRoutes {

    /** Roles that may admit; an approver's key signs, whoever hands the signature in. */
    private static final Set<Role> ADMITTING = Set.of(Role.ADMINISTRATOR, Role.APPROVER, Role.CENTRAL_AUTHORITY);

    private static final Set<Role> PINGING =
            Set.of(Role.ADMINISTRATOR, Role.APPROVER, Role.CENTRAL_AUTHORITY, Role.CONTACT_POINT);

    record MemberShown(
            MemberId member,
            Map<String, String> names,
            boolean recognised,
            Instant since,
            long revision,
            String words,
            String digits,
            String origin,
            List<String> addresses,
            String link,
            Optional<String> linkDetail,
            Optional<Long> clockSkewSeconds,
            Optional<OfferShown> offered) {}

    /** What the node knows of a peer in this run. */
    private record Seen(LinkState link, Optional<Duration> skew) {
        static final Seen NOTHING = new Seen(new LinkState.Unknown(), Optional.empty());
    }

    /** A newer card that waits for officers, since it brings another log. */
    record OfferShown(Instant since, long revision, String origin, Hash digest) {
        static OfferShown of(Offer offer) {
            VerifiedCard card = offer.card();
            return new OfferShown(
                    offer.since(), card.root().revision(), card.node().origin(), card.digest());
        }
    }

    record MemberDetail(MemberShown member, CardShown card, Optional<CardShown> offered) {}

    record ToSign(String card, String fingerprint, String role, Optional<Long> timeMs) {}

    record Recognition(String card, Optional<String> fingerprint, List<Signing.Given> approvals) {}

    record Reason(String reason) {}

    record Ping(boolean exercise) {}

    record Message(long index, String entry) {
        static Message of(Logged logged) {
            return new Message(logged.index(), logged.entry().hex());
        }
    }

    record Sent(String kind, Instant sent, Optional<Instant> answered, Optional<Long> roundTripMs) {}

    private final Node node;

    DirectoryRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/card", Route.ANY_ROLE, Set.of(Refused.Code.WRONG_STATE), this::ownCard),
                Route.get("/v1/members", Route.ANY_ROLE, Route.READING, this::members),
                Route.get("/v1/members/{code}", Route.ANY_ROLE, Route.READING, this::member),
                Route.post(
                        "/v1/members/statement",
                        ADMITTING,
                        Route.Body.JSON,
                        200,
                        Set.of(Refused.Code.INVALID, Refused.Code.NOT_FOUND, Refused.Code.WRONG_STATE),
                        this::statement),
                Route.post("/v1/members", ADMITTING, Route.Body.JSON, 201, Route.WORKING, this::admit),
                Route.post(
                        "/v1/members/{code}/withdraw", ADMITTING, Route.Body.JSON, 200, Route.WORKING, this::withdraw),
                Route.post("/v1/members/{code}/ping", PINGING, Route.Body.JSON, 202, Route.WORKING, this::ping),
                Route.get("/v1/members/{code}/pings", Route.ANY_ROLE, Route.READING, this::pings));
    }

    private Answer ownCard(Call call) throws Refused {
        Optional<VerifiedCard> own = node.directory().own();
        return Answer.json(CardShown.of(own.orElseThrow(() ->
                new Refused(Refused.Code.WRONG_STATE, "this node has issued no card yet", "ask again in a moment"))));
    }

    private Answer members(Call call) throws Refused {
        Map<MemberId, Seen> links = links(call);
        return Answer.json(
                Paged.of(call, node.directory().peers(), peer -> peer.member().code(), peer -> shown(peer, links)));
    }

    private Answer member(Call call) throws Refused {
        return detail(call, code(call));
    }

    private Answer detail(Call call, MemberId code) throws Refused {
        Peer peer = node.directory()
                .peer(code)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "there is no card of " + code + " here",
                        "admit its card first: comity member admit CARD"));
        return Answer.json(new MemberDetail(
                shown(peer, links(call)),
                CardShown.of(peer.card()),
                node.directory().offered(code).map(offer -> CardShown.of(offer.card()))));
    }

    private Answer statement(Call call) throws Refused {
        ToSign asked = call.json(ToSign.class);
        VerifiedCard card = verified(asked.card());
        Comparison how = compared(card, Optional.of(asked.fingerprint()));
        return Answer.json(Signing.show(
                Call.legal(() -> ApprovalStatement.of(
                        node.directory().recognition(card, how),
                        node.config().realm(),
                        node.config().member(),
                        Role.ofWord(asked.role()).word(),
                        Signing.timeMs(asked.timeMs(), node.world().clock()))),
                Optional.empty()));
    }

    private Answer admit(Call call) throws Refused {
        Recognition asked = call.json(Recognition.class);
        VerifiedCard card = verified(asked.card());
        Comparison how = compared(card, asked.fingerprint());
        List<Approval> approvals = new ArrayList<>();
        for (Signing.Given given : asked.approvals()) {
            approvals.add(given.approval());
        }
        call.await(node.ledger().submit(call.source(), turn -> node.directory().admit(turn, card, how, approvals)));
        return detail(call, card.member());
    }

    private VerifiedCard verified(String armour) throws Refused {
        try {
            return Card.parseArmour(armour)
                    .verify(node.config().realm(), node.directory().addressRule());
        } catch (CardRefused e) {
            throw new Refused(
                    Refused.Code.INVALID,
                    String.valueOf(e.getMessage()),
                    "ask the other side for its card again, as a file");
        }
    }

    private static Comparison compared(VerifiedCard card, Optional<String> typed) throws Refused {
        if (typed.isEmpty()) {
            return Comparison.DEMO;
        }
        try {
            card.fingerprint().requireSame(typed.get());
        } catch (FingerprintMismatch e) {
            throw new Refused(
                    Refused.Code.INVALID,
                    String.valueOf(e.getMessage()),
                    "compare again with an officer of the other side, over a channel you know to be theirs");
        }
        return typed.get().chars().anyMatch(Character::isLetter) ? Comparison.WORDS : Comparison.DIGITS;
    }

    private Answer withdraw(Call call) throws Refused {
        MemberId code = code(call);
        String reason = call.json(Reason.class).reason();
        call.await(node.ledger().submit(call.source(), turn -> node.directory().withdraw(turn, code, reason)));
        return detail(call, code);
    }

    private Answer ping(Call call) throws Refused {
        MemberId code = code(call);
        boolean exercise = call.json(Ping.class).exercise();
        Logged sent = call.await(node.ledger()
                .submit(
                        call.source(),
                        turn -> node.exchange()
                                .send(
                                        turn,
                                        node.pings()
                                                .ask(
                                                        turn,
                                                        code,
                                                        exercise ? Pings.EXERCISE : Pings.REQUEST,
                                                        node.world().entropy()))));
        return Answer.json(Message.of(sent));
    }

    private Answer pings(Call call) throws Refused {
        MemberId code = code(call);
        int size = call.pageSize();
        List<Sent> latest = OnNode.read(node, sql -> Pings.latest(sql, code, size)).stream()
                .map(ping -> new Sent(
                        ping.kind().text(),
                        ping.sent(),
                        ping.answered(),
                        ping.roundTrip().map(Duration::toMillis)))
                .toList();
        return Answer.json(new Paged<>(latest, Optional.empty()));
    }

    private static MemberId code(Call call) throws Refused {
        return Call.legal(() -> new MemberId(call.part("code")));
    }

    private Map<MemberId, Seen> links(Call call) throws Refused {
        return call.await(OnNode.ask(node, asked -> {
            Map<MemberId, Seen> links = new TreeMap<>();
            for (Peer peer : asked.directory().peers()) {
                links.put(
                        peer.member(),
                        new Seen(
                                asked.exchange().link(peer.member()).orElse(new LinkState.Unknown()),
                                asked.exchange().clockSkew(peer.member())));
            }
            return CompletableFuture.completedFuture(links);
        }));
    }

    private MemberShown shown(Peer peer, Map<MemberId, Seen> links) {
        Seen seen = links.getOrDefault(peer.member(), Seen.NOTHING);
        LinkState link = seen.link();
        return new MemberShown(
                peer.member(),
                peer.rootCard().names().byLanguage(),
                peer.recognised(),
                peer.since(),
                peer.rootCard().revision(),
                String.join(" ", peer.card().fingerprint().words()),
                peer.card().fingerprint().digits(),
                peer.origin(),
                peer.nodeCard().addresses().stream().map(Object::toString).toList(),
                switch (link) {
                    case LinkState.Unknown _ -> "idle";
                    case LinkState.Asking _ -> "asking";
                    case LinkState.Ready _ -> "ready";
                    case LinkState.Waiting _ -> "waiting";
                    case LinkState.Suspended _ -> "suspended";
                },
                switch (link) {
                    case LinkState.Waiting(int attempt, Instant until, String why) ->
                        Optional.of(why + "; attempt " + attempt + " failed, the next is at " + until);
                    case LinkState.Suspended(String why) -> Optional.of(why);
                    default -> Optional.empty();
                },
                seen.skew().map(Duration::toSeconds),
                node.directory().offered(peer.member()).map(OfferShown::of));
    }
}
