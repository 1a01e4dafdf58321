package org.comity.web.officers;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.node.Node;
import org.comity.node.access.Octets;
import org.comity.node.access.Officer;
import org.comity.node.access.OfficerId;
import org.comity.node.access.OfficerKey;
import org.comity.node.access.Officers;
import org.comity.node.access.Role;
import org.comity.node.access.Tokens;
import org.comity.node.ledger.Refused;
import org.comity.node.record.Algorithm;
import org.comity.node.store.Sql;

/** Who may act at this node, with what keys, and by what tokens. */
final class OfficerRoutes {

    /** How long a key may sign unless its validity is given. */
    private static final Duration KEY_LIFE = Duration.ofDays(5 * 365);

    private static final Set<Role> ADMINISTRATORS = Set.of(Role.ADMINISTRATOR);
    private static final Set<Role> OVERSEERS = Set.of(Role.ADMINISTRATOR, Role.AUDITOR);

    record OfficerShown(String id, String name, List<String> roles, Optional<CardShown.KeyShown> key) {}

    record NewOfficer(
            String id,
            String name,
            List<String> roles,
            String publicKey,
            Optional<Instant> validFrom,
            Optional<Instant> validUntil) {}

    record NewKey(List<String> roles, String publicKey, Optional<Instant> validFrom, Optional<Instant> validUntil) {}

    record NewToken(List<String> roles, int days) {}

    record TokenShown(
            String id,
            String officer,
            List<String> roles,
            Instant created,
            Instant expires,
            Optional<Instant> revoked) {}

    record IssuedToken(String id, String token, Instant expires) {}

    record Named(String id) {}

    private final Node node;

    OfficerRoutes(Node node) {
        this.node = node;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/officers", Route.ANY_ROLE, Route.READING, this::list),
                Route.post("/v1/officers", ADMINISTRATORS, Route.Body.JSON, 201, Route.WORKING, this::admit),
                Route.post("/v1/officers/{id}/key", ADMINISTRATORS, Route.Body.JSON, 200, Route.WORKING, this::rekey),
                Route.post(
                        "/v1/officers/{id}/retire", ADMINISTRATORS, Route.Body.NONE, 200, Route.WORKING, this::retire),
                Route.get("/v1/officers/{id}/tokens", OVERSEERS, Route.READING, this::tokens),
                Route.post(
                        "/v1/officers/{id}/tokens", ADMINISTRATORS, Route.Body.JSON, 201, Route.WORKING, this::issue),
                Route.delete("/v1/tokens/{id}", ADMINISTRATORS, Route.WORKING, this::revoke));
    }

    private Answer list(Call call) throws Refused {
        List<OfficerShown> all = OnNode.read(
                node,
                sql -> Officers.all(sql).stream()
                        .map(officer -> shown(sql, officer))
                        .toList());
        return Answer.json(Paged.of(call, all, OfficerShown::id, officer -> officer));
    }

    private static OfficerShown shown(Sql sql, Officer officer) {
        return new OfficerShown(
                officer.id().text(),
                officer.displayName(),
                Role.words(officer.roles()),
                Officers.currentKey(sql, officer.id()).map(CardShown.KeyShown::of));
    }

    private Answer shown(OfficerId id) throws Refused {
        Optional<OfficerShown> found =
                OnNode.read(node, sql -> Officers.find(sql, id).map(officer -> shown(sql, officer)));
        return Answer.json(found.orElseThrow(() -> unknown(id)));
    }

    private Answer admit(Call call) throws Refused {
        NewOfficer asked = call.json(NewOfficer.class);
        Set<Role> roles = roles(asked.roles());
        OfficerKey key = key(roles, asked.publicKey(), asked.validFrom(), asked.validUntil());
        Officer officer = Call.legal(() -> new Officer(new OfficerId(asked.id()), asked.name(), roles));
        call.await(node.ledger().submit(call.source(), turn -> Officers.admit(turn, officer, key)));
        return shown(officer.id());
    }

    private Answer rekey(Call call) throws Refused {
        OfficerId id = id(call);
        NewKey asked = call.json(NewKey.class);
        OfficerKey key = key(roles(asked.roles()), asked.publicKey(), asked.validFrom(), asked.validUntil());
        call.await(node.ledger().submit(call.source(), turn -> Officers.replaceKey(turn, id, key)));
        return shown(id);
    }

    private OfficerKey key(Set<Role> roles, String publicKey, Optional<Instant> from, Optional<Instant> until)
            throws Refused {
        Instant begins = from.orElseGet(() -> node.world().clock().instant());
        Instant ends = until.orElseGet(() -> begins.plus(KEY_LIFE));
        return Call.legal(() -> OfficerKey.of(
                Algorithm.ED25519,
                Octets.of(Base64.getDecoder().decode(publicKey)),
                roles,
                begins.toEpochMilli(),
                ends.toEpochMilli()));
    }

    private static Set<Role> roles(List<String> words) throws Refused {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words) {
            roles.add(Call.legal(() -> Role.ofWord(word)));
        }
        return roles;
    }

    private Answer retire(Call call) throws Refused {
        OfficerId id = id(call);
        call.await(node.ledger().submit(call.source(), turn -> Officers.retire(turn, id)));
        return Answer.json(new Named(id.text()));
    }

    private Answer tokens(Call call) throws Refused {
        OfficerId id = id(call);
        List<TokenShown> all = OnNode.read(
                node,
                sql -> Tokens.list(sql, id).stream()
                        .map(token -> new TokenShown(
                                token.id(),
                                token.officer().text(),
                                Role.words(token.roles()),
                                token.created(),
                                token.expires(),
                                token.revoked()))
                        .toList());
        return Answer.json(Paged.of(call, all, TokenShown::id, token -> token));
    }

    private Answer issue(Call call) throws Refused {
        OfficerId id = id(call);
        NewToken asked = call.json(NewToken.class);
        Set<Role> roles = roles(asked.roles());
        Duration life = Duration.ofDays(asked.days());
        return Answer.json(call.await(node.ledger().submit(call.source(), turn -> {
            Tokens.Issued issued =
                    Tokens.issue(turn, id, roles, life, node.world().entropy());
            return new IssuedToken(issued.id(), issued.text(), turn.now().plus(life));
        })));
    }

    private Answer revoke(Call call) throws Refused {
        String id = call.part("id");
        call.await(node.ledger().submit(call.source(), turn -> {
            Tokens.revoke(turn, id);
            return id;
        }));
        return Answer.json(new Named(id));
    }

    private static OfficerId id(Call call) throws Refused {
        return Call.legal(() -> new OfficerId(call.part("id")));
    }

    private static Refused unknown(OfficerId id) {
        return new Refused(
                Refused.Code.NOT_FOUND,
                "there is no officer " + id + " in service",
                "look the id up in the list of officers");
    }
}
