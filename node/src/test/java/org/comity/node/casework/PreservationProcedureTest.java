package org.comity.node.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comity.node.record.Kind;
import org.comity.node.record.MalformedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreservationProcedureTest {
    private final PreservationProcedure procedure = PreservationProcedure.shipped();

    private static PreservationProcedure changed(String from, String to) throws IOException {
        try (InputStream in = PreservationProcedure.class.getResourceAsStream("preservation.json")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains(from);
            return PreservationProcedure.read(text.replace(from, to).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void keepsSixtyDaysWithRemindersAt30And45And55() {
        PreservationProcedure.Term minimum = procedure.term(Clock.Name.PRESERVATION_MINIMUM);
        assertThat(minimum.length()).isEqualTo(Duration.ofDays(60));
        assertThat(minimum.reminders()).containsExactly(Duration.ofDays(30), Duration.ofDays(45), Duration.ofDays(55));
        assertThat(procedure.term(Clock.Name.DOMESTIC_MAXIMUM).reminders()).containsExactly(Duration.ofDays(80));
        assertThat(procedure.term(Clock.Name.ACKNOWLEDGEMENT).length()).isEqualTo(Duration.ofHours(4));
        assertThat(procedure.term(Clock.Name.SECOND_SIGNATURE).length()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void nothingUnverifiedIsCalledVerified() {
        assertThat(procedure.refusalGrounds()).isNotEmpty().allSatisfy(ground -> {
            assertThat(ground.citation().verified()).isFalse();
            assertThat(ground.citation()).asString().contains("not verified");
        });
        assertThat(procedure.requirements())
                .isNotEmpty()
                .noneMatch(requirement -> requirement.citation().verified());
    }

    @Test
    void policyIsNotCalledTreaty() {
        assertThat(procedure.term(Clock.Name.ACKNOWLEDGEMENT).citation().basis())
                .isEqualTo(Citation.Basis.POLICY);
        assertThat(procedure.term(Clock.Name.PRESERVATION_MINIMUM).citation().basis())
                .isEqualTo(Citation.Basis.TREATY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-dual-criminality", "fiscal", "bank-secrecy", "political-offence"})
    void refusesGroundsThatTheLawRulesOut(String ground) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> procedure.ground(ground))
                .withMessageContaining("is ruled out");
    }

    @Test
    void refusesGroundOutsideTheClosedSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> procedure.ground("busy"))
                .withMessageContaining("essential-interests");
    }

    @Test
    void groundsCarryTheirLetter() {
        assertThat(procedure.ground("essential-interests").citation().article()).isEqualTo("40(21)(b)");
        assertThat(procedure.ground("domestic-bar").citation().article()).isEqualTo("40(21)(c)");
        assertThat(procedure.ground("persecution").citation().article()).isEqualTo("40(22)");
    }

    @Test
    void requestForLessThanTheMinimumIsRefused() {
        PreservationRequest brief =
                Requests.of(List.of(new Selector.Domain("example.org")), Optional.empty(), "Fraud", "Facts.", 59);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> procedure.check(brief))
                .withMessageContaining("59 days")
                .withMessageContaining("60");
    }

    @Test
    void coerciveRequestNeedsTwoSignaturesAndAnswersOne() {
        assertThat(procedure.signing(Kinds.REQUEST).signatures()).isEqualTo(2);
        assertThat(procedure.signing(new Kind("preservation.accepted")).signatures())
                .isEqualTo(1);
        assertThat(procedure.signing(new Kind("preservation.refused")).signatures())
                .isEqualTo(1);
    }

    @Test
    void anotherEditionChangesDaysWithoutCode() throws IOException {
        assertThat(changed("\"length\": \"P60D\"", "\"length\": \"P75D\"").minimum())
                .isEqualTo(Duration.ofDays(75));
    }

    @Test
    void refusesEditionWithoutADuration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed("\"name\": \"domestic-maximum\"", "\"name\": \"domestic-maxim\""))
                .withMessageContaining("domestic-maximum");
    }

    @Test
    void refusesEditionThatDoesNotSayWhoSigns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed("\"kind\": \"preservation.extended\"", "\"kind\": \"preservation.other\""))
                .withMessageContaining("preservation.extended");
    }

    @Test
    void refusesEditionWithReminderAfterTheEnd() {
        assertThatIllegalArgumentException().isThrownBy(() -> changed("\"P55D\"", "\"P61D\""));
    }

    @Test
    void refusesEditionThatAsksForAFieldNoRequestHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed("\"field\": \"necessity\"", "\"field\": \"horoscope\""))
                .withMessageContaining("horoscope");
    }

    @Test
    void refusesEditionWithUnknownMember() {
        assertThatExceptionOfType(MalformedRecord.class)
                .isThrownBy(() -> changed("\"instrument\":", "\"extra\": 1, \"instrument\":"));
    }
}
