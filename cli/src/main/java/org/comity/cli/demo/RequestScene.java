package org.comity.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.cli.casework.Signing;
import org.comity.cli.client.Json;
import org.comity.cli.command.CommandFailed;
import org.comity.cli.command.Session;
import org.comity.cli.demo.Play.Watch;
import org.comity.cli.terminal.Shown;
import org.comity.node.casework.UtcTime;
import tools.jackson.databind.JsonNode;

/** A contact point asks another's to preserve data; two officers sign, the other side reads, decides and signs. */
final class RequestScene {

    private static final Duration KEPT = Duration.ofDays(90);

    private final Session session;
    private final Story story;
    private final Watch watch;
    private final DemoMember asking;
    private final DemoMember asked;
    private final List<String> approvals = new ArrayList<>();
    private String askingId = "";
    private String askingCase = "";
    private String askedId = "";
    private String askedCase = "";
    private long requestIndex;
    private long acceptanceIndex;
    private Instant receivedAt = Instant.EPOCH;
    private Instant seenAt = Instant.EPOCH;
    private Instant acceptedAt = Instant.EPOCH;
    private Instant expiresAt = Instant.EPOCH;

    RequestScene(Session session, Story story, Watch watch, DemoMember asking, DemoMember asked) {
        this.session = session;
        this.story = story;
        this.watch = watch;
        this.asking = asking;
        this.asked = asked;
    }

    void play() {
        draftAndSign();
        arrive();
        see();
        accept();
    }

    private void draftAndSign() {
        story.chapter(asking.code() + " asks " + asked.code()
                + " to preserve data (UN Convention against Cybercrime, art. 42)");
        Map<String, Object> draft = new LinkedHashMap<>();
        draft.put("to", asked.code() + "/" + Cast.AUTHORITY);
        draft.put("from", Cast.AUTHORITY);
        draft.put("urgency", "urgent");
        draft.put("ownReference", "EX-2026/0017");
        draft.put("caseId", Optional.empty());
        draft.put("annexes", List.of());
        draft.put("request", Cast.request(session.clock().instant()));
        JsonNode summary =
                asking.node().post("/v1/requests/preservation", draft).path("summary");
        askingId = Json.text(summary, "id");
        askingCase = Json.text(summary, "caseId");
        story.line("drafted    " + askingId + " in case " + askingCase + ": two sessions from 203.0.113.7");
        sign(Cast.DRAFTER, "contact-point");
        JsonNode sent = sign(Cast.APPROVER, "approver");
        requestIndex = index(sent, "the request was not sent after its second signature");
        story.line("logged     leaf " + requestIndex + " of the log of " + asking.code() + ", and on its way");
    }

    private JsonNode sign(String officer, String role) {
        JsonNode acted = Signing.sign(asking.node(), asking.pen(officer), askingId, Optional.of(role));
        String key = Shown.hash(asking.pen(officer).keyId());
        approvals.add(officer + " of " + asking.code() + " as " + role + ", key " + key);
        story.line("signed     by " + officer + " as " + role + ", with a key of the officer's own, " + key);
        return acted;
    }

    private void arrive() {
        JsonNode delivery = watch.until(
                "the receipt of " + asked.code(),
                () -> delivery(asking, requestIndex)
                        .filter(found -> Json.time(found, "receivedAt").isPresent()));
        receivedAt = Json.time(delivery, "receivedAt").orElseThrow();
        Instant loggedAt = Json.time(delivery, "loggedAt").orElseThrow();
        story.line("received   " + asked.code() + " checked both signatures, stored it and receipted from its own log, "
                + Duration.between(loggedAt, receivedAt).toMillis() + " ms after it was logged");
        JsonNode incoming = watch.until(
                "the request in the inbox of " + asked.code(),
                () -> Json.items(asked.node().get("/v1/requests?side=requested"), "items").stream()
                        .filter(request -> Json.text(request, "state").equals("received"))
                        .findFirst());
        askedId = Json.text(incoming, "id");
        askedCase = Json.text(incoming, "caseId");
    }

    private void see() {
        asked.node().post("/v1/requests/" + askedId + "/seen");
        JsonNode delivery = watch.until(
                "the word that it was seen",
                () -> delivery(asking, requestIndex)
                        .filter(found -> Json.time(found, "seenAt").isPresent()));
        seenAt = Json.time(delivery, "seenAt").orElseThrow();
        story.line("seen       an officer of " + asked.code() + " opened it, as " + askedId);
    }

    private void accept() {
        Instant preserved = session.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        expiresAt = preserved.plus(KEPT);
        Map<String, Object> acceptance = new LinkedHashMap<>();
        acceptance.put("preservedAt", new UtcTime(preserved));
        acceptance.put("expiresAt", new UtcTime(expiresAt));
        acceptance.put("conditions", List.of());
        asked.node().post("/v1/requests/" + askedId + "/accept", acceptance);
        JsonNode acted = Signing.sign(asked.node(), asked.pen(Cast.APPROVER), askedId, Optional.of("approver"));
        acceptanceIndex = index(acted, "the acceptance was not sent after its signature");
        approvals.add(Cast.APPROVER + " of " + asked.code() + " as approver (acceptance), key "
                + Shown.hash(asked.pen(Cast.APPROVER).keyId()));
        JsonNode known = watch.until(
                "the acceptance at " + asking.code(),
                () -> Optional.of(asking.node().get("/v1/requests/" + askingId))
                        .filter(found ->
                                Json.text(found.path("summary"), "state").equals("accepted")));
        acceptedAt = Json.time(known.path("summary"), "moments", "answered").orElse(preserved);
        story.line("accepted   " + Cast.APPROVER + " of " + asked.code() + " signed; the data is kept until "
                + Shown.time(expiresAt));
    }

    private static long index(JsonNode acted, String otherwise) {
        if (!acted.path("message").isObject()) {
            throw CommandFailed.of(otherwise, "report this with the log of the demo");
        }
        return acted.path("message").path("index").asLong();
    }

    /** How far a message of a member got, by its number. */
    static Optional<JsonNode> delivery(DemoMember member, long index) {
        return Json.items(member.node().get("/v1/outbox?size=200"), "items").stream()
                .filter(item -> item.path("index").asLong() == index)
                .findFirst();
    }

    String askingId() {
        return askingId;
    }

    String askingCase() {
        return askingCase;
    }

    String askedId() {
        return askedId;
    }

    String askedCase() {
        return askedCase;
    }

    long requestIndex() {
        return requestIndex;
    }

    long acceptanceIndex() {
        return acceptanceIndex;
    }

    /** Who signed, one sentence each. */
    List<String> approvals() {
        return List.copyOf(approvals);
    }

    Instant receivedAt() {
        return receivedAt;
    }

    Instant seenAt() {
        return seenAt;
    }

    Instant acceptedAt() {
        return acceptedAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }
}
