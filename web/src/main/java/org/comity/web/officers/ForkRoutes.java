package org.comity.web.officers;

import java.time.Instant;
import java.util.List;
import org.comity.node.Node;
import org.comity.node.bundle.ForkFile;
import org.comity.node.directory.Directory;
import org.comity.node.directory.VerifiedCard;
import org.comity.node.exchange.Fork;
import org.comity.node.exchange.UnprovenHead;
import org.comity.node.ledger.Refused;
import org.comity.node.record.MemberId;

/** Logs that contradicted themselves, and heads that nobody has proven yet. */
final class ForkRoutes {

    record Forks(List<ForkShown> forks, List<HeadShown> heads) {}

    record ForkShown(MemberId member, String origin, Instant at, long firstSize, long secondSize, String sentence) {

        static ForkShown of(Fork fork) {
            return new ForkShown(
                    fork.member(),
                    fork.origin(),
                    fork.at(),
                    fork.evidence().first().checkpoint().head().size(),
                    fork.evidence().second().checkpoint().head().size(),
                    fork.sentence());
        }
    }

    record HeadShown(
            MemberId member, String origin, long size, String root, MemberId via, Instant since, boolean unproven) {}

    private final Node node;

    ForkRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/forks", Route.ANY_ROLE, Route.READING, this::forks),
                Route.get("/v1/forks/{code}/evidence", Route.ANY_ROLE, Route.READING, this::evidence));
    }

    private Answer forks(Call call) {
        return Answer.json(new Forks(
                node.exchange().contradictions().forks().stream()
                        .map(ForkShown::of)
                        .toList(),
                node.exchange().contradictions().unproven().stream()
                        .map(this::shown)
                        .toList()));
    }

    private HeadShown shown(UnprovenHead head) {
        return new HeadShown(
                head.member(),
                head.origin(),
                head.head().size(),
                head.head().root().hex(),
                head.via(),
                head.since(),
                head.isUnproven(node.world().clock().instant()));
    }

    private Answer evidence(Call call) throws Refused {
        MemberId code = Call.legal(() -> new MemberId(call.part("code")));
        Fork fork = node.exchange().contradictions().forks().stream()
                .filter(known -> known.member().equals(code))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "no log of " + code + " is known to have signed two histories",
                        "see which are: comity fork list"));
        return Answer.bytes("text/plain; charset=utf-8", ForkFile.encode(card(fork), fork.evidence()));
    }

    /** The newest card of the member that has the keys of the convicted log. */
    private VerifiedCard card(Fork fork) throws Refused {
        return OnNode.read(node, sql -> Directory.cards(sql, fork.member())).stream()
                .map(Directory.KeptCard::card)
                .filter(card ->
                        card.nodes().stream().anyMatch(known -> known.origin().equals(fork.origin())))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Refused.Code.NOT_FOUND,
                        "no card with the keys of " + fork.origin() + " is kept here",
                        "the database lacks a card that it once had: verify it"));
    }
}
