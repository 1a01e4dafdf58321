package org.comity.node.casework;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.node.access.Role;
import org.comity.node.record.JsonBody;
import org.comity.node.record.Kind;

/**
 * The facts of the preservation procedure: durations, grounds, requirements and who must sign, each with its source.
 *
 * <p>They are data in {@code preservation.json}, so that a wrong paragraph number is a change of data and not of code. Nothing
 * else in this package holds a number of days or an article.
 */
public final class PreservationProcedure {

    /** Whether a request without this field is refused or merely shown as incomplete. */
    public enum Strength {
        @JsonProperty("required")
        REQUIRED,
        @JsonProperty("advised")
        ADVISED
    }

    /** One field of a request with the clause that asks for it; {@code field} is a component of {@link PreservationRequest}. */
    public record Requirement(String field, Strength strength, Citation citation) {}

    /** A ground of refusal, or one that the law rules out. */
    public record Ground(String id, String text, Citation citation) {}

    /** How long something lasts, when to remind of its end, and why. */
    public record Term(String name, Duration length, List<Duration> reminders, String text, Citation citation) {
        public Term {
            reminders = List.copyOf(reminders);
            if (length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException("duration " + name + " is " + length + ", legal is above zero");
            }
            for (Duration reminder : reminders) {
                if (reminder.isNegative() || reminder.compareTo(length) >= 0) {
                    throw new IllegalArgumentException(
                            "reminder of " + name + " is at " + reminder + ", legal is before " + length);
                }
            }
        }
    }

    /** How many officers sign a kind of message, and in which roles. */
    record Signing(int signatures, Set<Role> roles) {
        Signing {
            roles = Set.copyOf(roles);
            if (signatures < 0 || signatures > 2 || (signatures > 0 && roles.isEmpty())) {
                throw new IllegalArgumentException(
                        "signatures are " + signatures + " by the roles " + roles + ", legal are 0 to 2 and a role");
            }
        }
    }

    private final File file;

    private PreservationProcedure(File file) {
        this.file = file;
        for (Clock.Name name : Clock.Name.values()) {
            if (name != Clock.Name.PRESERVATION_EXPIRY) {
                term(name);
            }
        }
        for (PreservationEvent event : PreservationEvent.values()) {
            event.message().ifPresent(this::signing);
        }
        file.requirements().forEach(PreservationProcedure::checkField);
        requirements();
        refusalGrounds();
    }

    /** The procedure that this version of the node ships. */
    public static PreservationProcedure shipped() {
        try (InputStream in = PreservationProcedure.class.getResourceAsStream("preservation.json")) {
            if (in == null) {
                throw new IllegalStateException("preservation.json is missing beside its class");
            }
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("preservation.json cannot be read", e);
        }
    }

    /**
     * Reads an edition of the procedure.
     *
     * @throws org.comity.node.record.MalformedRecord when it is not of this format
     * @throws IllegalArgumentException when a duration or the signatures of a message are missing
     */
    static PreservationProcedure read(byte[] json) {
        return new PreservationProcedure(JsonBody.read(json, File.class));
    }

    public List<Requirement> requirements() {
        return file.requirements().stream()
                .map(r -> new Requirement(r.field(), r.strength(), treaty(r.article(), r.verified())))
                .toList();
    }

    /** The closed set of grounds on which preservation may be refused. */
    public List<Ground> refusalGrounds() {
        return grounds(file.refusalGrounds());
    }

    /** Grounds that the law rules out, with the sentence that says so. */
    public List<Ground> forbiddenGrounds() {
        return grounds(file.forbiddenGrounds());
    }

    /**
     * The ground of an id.
     *
     * @throws IllegalArgumentException when the law rules it out, or when it is not in the closed set
     */
    public Ground ground(String id) {
        for (Ground forbidden : forbiddenGrounds()) {
            if (forbidden.id().equals(id)) {
                throw new IllegalArgumentException(
                        "ground " + id + " is ruled out (" + forbidden.citation() + "): " + forbidden.text());
            }
        }
        List<Ground> legal = refusalGrounds();
        return legal.stream()
                .filter(ground -> ground.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("ground " + FreeText.line("ground", id, 64)
                        + " is not one of " + legal.stream().map(Ground::id).toList()));
    }

    /** How long, with reminders, for every clock but the one whose end an acceptance tells. */
    public Term term(Clock.Name name) {
        return file.durations().stream()
                .filter(d -> d.name().equals(name.word()))
                .findFirst()
                .map(d -> new Term(
                        d.name(),
                        d.length(),
                        d.reminders(),
                        d.text(),
                        new Citation(file.instrument(), d.article(), d.basis().basis, d.verified())))
                .orElseThrow(() -> new IllegalArgumentException("the procedure has no duration " + name.word()));
    }

    /** The shortest time for which preserved data is kept. */
    public Duration minimum() {
        return term(Clock.Name.PRESERVATION_MINIMUM).length();
    }

    /**
     * Checks what depends on durations.
     *
     * @throws IllegalArgumentException when the requested period is below the minimum
     */
    void check(PreservationRequest request) {
        long least = minimum().toDays();
        if (request.days() < least) {
            throw new IllegalArgumentException("requested period is " + request.days() + " days, legal is " + least
                    + " or more (" + term(Clock.Name.PRESERVATION_MINIMUM).citation() + ")");
        }
    }

    Signing signing(Kind kind) {
        if (kind.equals(Kinds.SEEN)) {
            return new Signing(0, Set.of());
        }
        if (kind.equals(Kinds.LATE_APPROVAL)) {
            return new Signing(1, signing(Kinds.REQUEST).roles());
        }
        return file.messages().stream()
                .filter(m -> m.kind().equals(kind))
                .findFirst()
                .map(m -> new Signing(m.signatures(), roles(m.roles())))
                .orElseThrow(() -> new IllegalArgumentException("the procedure does not say who signs " + kind));
    }

    private static Set<Role> roles(List<String> words) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        words.forEach(word -> roles.add(Role.ofWord(word)));
        return roles;
    }

    private List<Ground> grounds(List<GroundFact> facts) {
        return facts.stream()
                .map(g -> new Ground(g.id(), g.text(), treaty(g.article(), g.verified())))
                .toList();
    }

    private Citation treaty(String article, boolean verified) {
        return new Citation(file.instrument(), article, Citation.Basis.TREATY, verified);
    }

    private static void checkField(RequirementFact fact) {
        Optional<?> component = java.util.Arrays.stream(PreservationRequest.class.getRecordComponents())
                .filter(c -> c.getName().equals(fact.field()))
                .findFirst();
        if (component.isEmpty()) {
            throw new IllegalArgumentException("the procedure asks for " + fact.field() + ", which no request has");
        }
    }

    /** The members of the JSON file. */
    private record File(
            String instrument,
            String note,
            List<RequirementFact> requirements,
            List<TermFact> durations,
            List<GroundFact> refusalGrounds,
            List<GroundFact> forbiddenGrounds,
            List<MessageFact> messages) {}

    private record RequirementFact(String field, Strength strength, String article, boolean verified) {}

    private record TermFact(
            String name,
            Duration length,
            List<Duration> reminders,
            BasisFact basis,
            String article,
            boolean verified,
            String text) {}

    private enum BasisFact {
        @JsonProperty("treaty")
        TREATY(Citation.Basis.TREATY),
        @JsonProperty("policy")
        POLICY(Citation.Basis.POLICY);

        private final Citation.Basis basis;

        BasisFact(Citation.Basis basis) {
            this.basis = basis;
        }
    }

    private record GroundFact(String id, String article, boolean verified, String text) {}

    private record MessageFact(Kind kind, int signatures, List<String> roles) {}
}
