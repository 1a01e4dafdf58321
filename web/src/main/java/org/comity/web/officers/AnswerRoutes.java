package org.comity.web.officers;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.comity.node.Node;
import org.comity.node.casework.Answer.Acceptance;
import org.comity.node.casework.Answer.Completion;
import org.comity.node.casework.Answer.Extension;
import org.comity.node.casework.Answer.ExtensionRequest;
import org.comity.node.casework.Answer.Withdrawal;
import org.comity.node.casework.Casework;
import org.comity.node.casework.Clock;
import org.comity.node.casework.PreservationProcedure;
import org.comity.node.ledger.Refused;

/** What either side tells the other about a request that was sent, and the procedure it follows. */
final class AnswerRoutes {

    record Refusal(String ground, String reason) {}

    record Procedure(
            List<Requirement> requirements,
            List<Term> terms,
            List<Ground> refusalGrounds,
            List<Ground> forbiddenGrounds) {}

    record Requirement(String field, String strength, String source) {}

    record Term(String name, Duration length, String text, String source) {}

    record Ground(String id, String text, String source) {
        static List<Ground> of(List<PreservationProcedure.Ground> grounds) {
            return grounds.stream()
                    .map(g -> new Ground(g.id(), g.text(), g.citation().toString()))
                    .toList();
        }
    }

    /** Reads the body of one kind of answer, for what the officer then does in a turn. */
    @FunctionalInterface
    private interface Reading {
        CaseworkRoutes.Act act(Call call) throws Refused;
    }

    private final Casework casework;
    private final CaseworkRoutes requests;

    AnswerRoutes(Node node, CaseworkRoutes requests) {
        this.casework = node.casework();
        this.requests = requests;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/v1/requests/{id}/seen",
                        Route.CASEWORK,
                        Route.Body.NONE,
                        200,
                        Route.WORKING,
                        call -> requests.act(
                                call, (turn, id, officer) -> Optional.of(casework.seen(turn, id, officer)))),
                answer("accept", call -> {
                    Acceptance body = call.json(Acceptance.class);
                    return (turn, id, officer) -> casework.accept(turn, id, officer, body);
                }),
                answer("refuse", call -> {
                    Refusal body = call.json(Refusal.class);
                    return (turn, id, officer) -> casework.refuse(turn, id, officer, body.ground(), body.reason());
                }),
                answer("extend", call -> {
                    Extension body = call.json(Extension.class);
                    return (turn, id, officer) -> casework.extend(turn, id, officer, body);
                }),
                answer("ask-extension", call -> {
                    ExtensionRequest body = call.json(ExtensionRequest.class);
                    return (turn, id, officer) -> casework.askExtension(turn, id, officer, body);
                }),
                answer("complete", call -> {
                    Completion body = call.json(Completion.class);
                    return (turn, id, officer) -> casework.complete(turn, id, officer, body);
                }),
                answer("withdraw", call -> {
                    Withdrawal body = call.json(Withdrawal.class);
                    return (turn, id, officer) -> casework.withdraw(turn, id, officer, body);
                }),
                Route.get("/v1/procedure", Route.ANY_ROLE, Set.of(), this::procedure));
    }

    private Route answer(String word, Reading reading) {
        return Route.post(
                "/v1/requests/{id}/" + word,
                Route.CASEWORK,
                Route.Body.JSON,
                200,
                Route.WORKING,
                call -> requests.act(call, reading.act(call)));
    }

    private Answer procedure(Call call) {
        PreservationProcedure facts = casework.procedure();
        List<Requirement> requirements = facts.requirements().stream()
                .map(r -> new Requirement(
                        r.field(),
                        r.strength().name().toLowerCase(Locale.ROOT),
                        r.citation().toString()))
                .toList();
        List<Term> terms = Arrays.stream(Clock.Name.values())
                .filter(name -> name != Clock.Name.PRESERVATION_EXPIRY)
                .map(facts::term)
                .map(t -> new Term(t.name(), t.length(), t.text(), t.citation().toString()))
                .toList();
        return Answer.json(new Procedure(
                requirements, terms, Ground.of(facts.refusalGrounds()), Ground.of(facts.forbiddenGrounds())));
    }
}
