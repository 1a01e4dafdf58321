package org.comity.web.officers;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.comity.node.access.Role;
import org.comity.node.ledger.Refused;

/**
 * One thing an officer can do, who may, and how it can end. The description in {@code openapi.yaml} says the same, and a test
 * compares the two.
 *
 * @param method HTTP method
 * @param path template, for example {@code /v1/messages/{id}}
 * @param roles of which a token must have one; empty only for what anybody may read
 * @param body what the request carries
 * @param success status of an answer
 * @param refusals how the handler refuses
 * @param handler what is done
 */
public record Route(
        String method,
        PathTemplate path,
        Set<Role> roles,
        Body body,
        int success,
        Set<Refused.Code> refusals,
        Handler handler) {

    /** What a request carries. */
    public enum Body {
        /** Nothing. */
        NONE,
        /** A JSON object, read whole. */
        JSON,
        /** Bytes of any type, read while they come. */
        STREAM
    }

    /** Does what the route is for. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers one call that the frame let through.
         *
         * @throws Refused with one of the route's codes
         */
        Answer answer(Call call) throws Refused;
    }

    /** Every role: whoever works at this node in any capacity. */
    public static final Set<Role> ANY_ROLE = Set.copyOf(EnumSet.allOf(Role.class));

    /** Roles that work on cases. */
    public static final Set<Role> CASEWORK =
            Set.of(Role.DRAFTER, Role.APPROVER, Role.EXECUTING_OFFICER, Role.CONTACT_POINT, Role.CENTRAL_AUTHORITY);

    /** Roles that may read cases: those that work on them, and auditors. Whoever runs the machine need not. */
    public static final Set<Role> CASE_READERS = Set.of(
            Role.DRAFTER,
            Role.APPROVER,
            Role.EXECUTING_OFFICER,
            Role.CONTACT_POINT,
            Role.CENTRAL_AUTHORITY,
            Role.AUDITOR);

    /** How a look-up can refuse. */
    public static final Set<Refused.Code> READING = Set.of(Refused.Code.INVALID, Refused.Code.NOT_FOUND);

    /** How a work that goes through the log can refuse. */
    public static final Set<Refused.Code> WORKING = Set.of(
            Refused.Code.INVALID,
            Refused.Code.NOT_ALLOWED,
            Refused.Code.NOT_FOUND,
            Refused.Code.WRONG_STATE,
            Refused.Code.DUPLICATE,
            Refused.Code.BUSY,
            Refused.Code.UNSIGNED,
            Refused.Code.STORAGE_LOW,
            Refused.Code.STARTING,
            Refused.Code.FROZEN,
            Refused.Code.STOPPED);

    public Route {
        if (!method.matches("GET|POST|PUT|DELETE")) {
            throw new IllegalArgumentException("method " + method + " is not one of GET, POST, PUT, DELETE");
        }
        if (success < 200 || success > 299) {
            throw new IllegalArgumentException("success status " + success + " is not between 200 and 299");
        }
        roles = Set.copyOf(roles);
        refusals = Set.copyOf(refusals);
    }

    /** A read that no one but officers with one of the roles may do. */
    public static Route get(String path, Set<Role> roles, Set<Refused.Code> refusals, Handler handler) {
        return new Route("GET", PathTemplate.of(path), requireSome(roles), Body.NONE, 200, refusals, handler);
    }

    /** An act. */
    public static Route post(
            String path, Set<Role> roles, Body body, int success, Set<Refused.Code> refusals, Handler handler) {
        return new Route("POST", PathTemplate.of(path), requireSome(roles), body, success, refusals, handler);
    }

    /** Replaces what is there with a JSON body. */
    public static Route put(String path, Set<Role> roles, Set<Refused.Code> refusals, Handler handler) {
        return new Route("PUT", PathTemplate.of(path), requireSome(roles), Body.JSON, 200, refusals, handler);
    }

    /** Takes something away. */
    public static Route delete(String path, Set<Role> roles, Set<Refused.Code> refusals, Handler handler) {
        return new Route("DELETE", PathTemplate.of(path), requireSome(roles), Body.NONE, 200, refusals, handler);
    }

    /** A read without a token: only for what is no secret at all. */
    public static Route open(String path, Handler handler) {
        return new Route("GET", PathTemplate.of(path), Set.of(), Body.NONE, 200, Set.of(), handler);
    }

    private static Set<Role> requireSome(Set<Role> roles) {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a route without a role would be open to everybody");
        }
        return roles;
    }

    /** Whether anybody may call it. */
    public boolean isOpen() {
        return roles.isEmpty();
    }

    /** Every status this route can answer with, its own and those of the frame around it. */
    public Set<Integer> statuses() {
        Set<Integer> statuses = new TreeSet<>(Set.of(success, 500));
        if (!isOpen()) {
            statuses.addAll(Set.of(401, 403, 429));
        }
        if (body != Body.NONE) {
            statuses.addAll(Set.of(400, 408, 413));
        }
        if (body == Body.JSON) {
            statuses.add(415);
        }
        refusals.forEach(code -> statuses.add(code.status()));
        return statuses;
    }
}
